"""How official papers write titles and names."""

import pytest

from kit.papers import held_together, signing_title, unbroken


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


@pytest.mark.parametrize(
    ("html", "held"),
    [
        ("<td>655.000 đ</td>", "<td>655.000_đ</td>"),
        ("đồng chí\n    <b>Lê An</b>, theo Điều\n  2", "đồng_chí_<b>Lê An</b>, theo Điều_2"),
        ("5 khoản, 1.200.000 đồng, 2 triệu", "5 khoản, 1.200.000_đồng, 2_triệu"),
        ("<small>Chi hội trưởng, Chi hội Phường 12</small>",
         "<small>Chi_hội trưởng, Chi_hội Phường_12</small>"),
        ("CHI HỘI PHƯỜNG 12, QUẬN 4", "CHI_HỘI PHƯỜNG_12, QUẬN_4"),
        ("ở Phường 12 Chi hội trưởng", "ở Phường_12 Chi_hội trưởng"),
        ("(Phường Thạnh Mỹ Tây) nay", "(Phường Thạnh_Mỹ_Tây) nay"),
        ("tại Thành phố Hồ Chí Minh, ngày 5 tháng 3 năm 2026",
         "tại Thành_phố Hồ_Chí_Minh, ngày_5_tháng_3 năm_2026"),
        ("ngày 11 tháng 10", "ngày_11_tháng_10"),
        ("Đồng chí <b>Đại tá Lý Công Thử</b>", "Đồng_chí_<b>Đại_tá Lý Công Thử</b>"),
        ("các đồng chí Thượng úy A và hạ sĩ B", "các đồng_chí_Thượng_úy A và hạ_sĩ B"),
        ("HỘI CỰU CÔNG AN NHÂN DÂN QUẬN BÌNH THẠNH", "HỘI CỰU CÔNG_AN NHÂN_DÂN QUẬN_BÌNH_THẠNH"),
        ("Ủy ban nhân dân, chi phí hội họp", "Ủy_ban nhân_dân, chi phí hội họp"),
        ("đồng bào, chí khí", "đồng bào, chí khí"),
        ("Điều 2. Chi hội 3, Cụm thi đua II", "Điều_2. Chi_hội_3, Cụm thi đua_II"),
        ("TM. Ban Chấp hành", "TM._Ban Chấp hành"),
        ("0912 345 678, 028 3841 2345, 0251 3822 123",
         "0912_345_678, 028_3841_2345, 0251_3822_123"),
        ("XÃ HỘI CHỦ NGHĨA", "XÃ HỘI CHỦ NGHĨA"),
        ('<a title="655.000 đ" href="/a b">x  y\n z</a>', '<a title="655.000 đ" href="/a b">x y z</a>'),
        ("", ""),
    ],
)  # fmt: skip
def test_no_line_ends_within_what_is_read_in_one(html: str, held: str) -> None:
    assert held_together(html).replace("\N{NO-BREAK SPACE}", "_") == held
    assert held_together(held_together(html)) == held_together(html)
