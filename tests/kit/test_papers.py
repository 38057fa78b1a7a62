"""How official papers write titles and names."""

import pytest

from kit.papers import signing_title, unbroken


@pytest.mark.parametrize(
    ("post", "title"),
    [
        ("Chủ tịch Hội", "Chủ tịch"),
        ("Phó Chủ tịch Hội", "Phó Chủ tịch"),
        ("CHỦ TỊCH HỘI", "CHỦ TỊCH"),
        ("Phó Chủ tịch Thường trực Hội", "Phó Chủ tịch Thường trực"),
        ("Chi hội trưởng", "Chi hội trưởng"),
        ("Chánh Văn phòng", "Chánh Văn phòng"),
        ("Trưởng ban Xây dựng Hội", "Trưởng ban Xây dựng Hội"),
        ("Hội", "Hội"),
        ("", ""),
    ],
)
def test_who_signs_does_not_repeat_the_issuer(post: str, title: str) -> None:
    assert signing_title(post) == title


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh",
         "Hội Cựu Công an nhân dân Thành_phố Hồ_Chí_Minh"),
        ("Hội Cựu Công an nhân dân quận Bình Thạnh", "Hội Cựu Công an nhân dân quận_Bình_Thạnh"),
        ("Chi hội Phường 5 quận Bình Thạnh", "Chi hội Phường_5 quận_Bình_Thạnh"),
        ("Chi hội khu phố 3 Phường Thạnh Mỹ Tây", "Chi hội khu_phố_3 Phường Thạnh_Mỹ_Tây"),
        ("Hội Cựu CAND Đặc khu Côn Đảo", "Hội Cựu CAND Đặc_khu_Côn_Đảo"),
        ("Hội phường và xã", "Hội phường và xã"),
        ("", ""),
    ],
)  # fmt: skip
def test_no_proper_name_is_cut_at_a_line_end(name: str, written: str) -> None:
    assert unbroken(name).replace("\N{NO-BREAK SPACE}", "_") == written
