"""Telephone numbers, old and new, as people type them."""

import pytest

from kit.phones import grouped_phone, phone_digits, phone_link, phone_numbers


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        # Today's.
        ("0912345678", "0912 345 678"),
        ("84912345678", "0912 345 678"),
        ("+84 (0)912-345-678", "0912 345 678"),
        ("0084 912 345 678", "0912 345 678"),
        ("０９１２３４５６７８", "0912 345 678"),
        ("0912/345/678", "0912 345 678"),
        ("ĐT: 0912.345.678", "0912 345 678"),
        ("02838412345", "028 3841 2345"),
        ("028.38.41.23.45", "028 3841 2345"),
        ("84 28 3841 2345", "028 3841 2345"),
        ("0251 384 1234", "0251 3841 234"),
        ("0210 3841234", "0210 3841 234"),
        ("0838412345", "0838 412 345"),
        ("083 841 2345", "0838 412 345"),
        # Area codes before 2017; the code stands apart where a mobile now begins so.
        ("(08) 38412345", "028 3841 2345"),
        ("08 38412345", "028 3841 2345"),
        ("08.3841.2345", "028 3841 2345"),
        ("08-3841 2345", "028 3841 2345"),
        ("+84 8 3841 2345", "028 3841 2345"),
        ("04 38412345", "024 3841 2345"),
        ("0438412345", "024 3841 2345"),
        ("(061) 3821234", "0251 3821 234"),
        ("0613821234", "0251 3821 234"),
        ("0650 3841 234", "0274 3841 234"),
        ("0511 3821234", "0236 3821 234"),
        ("0710 3821234", "0292 3821 234"),
        ("0240 3854123", "0204 3854 123"),
        ("024 3854 1234", "024 3854 1234"),
        ("026 3841234", "0206 3841 234"),
        ("(038) 3841234", "0238 3841 234"),
        # Mobiles of eleven figures, before 2018.
        ("0168 345 6789", "0383 456 789"),
        ("01201234567", "0701 234 567"),
        ("+84 199 345 6789", "0593 456 789"),
        # Two of them.
        ("0912345678, 02838412345", "0912 345 678, 028 3841 2345"),
        ("0912345678/02838412345", "0912 345 678, 028 3841 2345"),
        ("0912 345 678 - 0987 654 321", "0912 345 678, 0987 654 321"),
        ("0912 345 678 hoặc 0987 654 321", "0912 345 678, 0987 654 321"),
        ("0912 345 678; 0912.345.678", "0912 345 678"),
    ],
)
def test_a_number_is_kept_as_people_read_it_today(typed: str, shown: str) -> None:
    assert grouped_phone(typed) == shown
    assert grouped_phone(shown) == shown
    assert phone_numbers(typed)[0] == phone_digits(shown.split(",")[0])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0000000000", "Không có đầu số nào"),
        ("0123456789", "Không có đầu số nào"),
        ("0601234567", "Không có đầu số nào"),
        ("0101234567", "Không có đầu số nào"),
        ("0912 345 67", "có 9 chữ số; cần 10"),
        ("028 3841 234", "có 10 chữ số; cần 11"),
        ("12345", "phải bắt đầu bằng 0"),
        ("38412345", "phải bắt đầu bằng 0"),
        ("912345678", "phải bắt đầu bằng 0"),
        ("không có", "không phải là số điện thoại"),
        ("0912345678 (con trai)", "không phải là số điện thoại"),
        ("+1 714 555 1234", "không phải là số điện thoại"),
        ("0912345678, 0987654321, 0901234567", "nhiều nhất hai số"),
        ("0912345678, 0987", "có 4 chữ số"),
        # A mobile or an old landline: nobody but the writer knows.
        ("038 3841234", "0383 841 234, hay máy bàn theo mã vùng cũ, nay là 0238 3841 234"),
        ("076.3841234", "0763 841 234, hay máy bàn theo mã vùng cũ, nay là 0296 3841 234"),
    ],
)
def test_what_is_no_number_is_told_why(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        grouped_phone(typed)


def test_each_number_is_dialled_by_itself() -> None:
    assert phone_link("0912 345 678, 028 3841 2345") == (
        '<a href="tel:0912345678">0912 345 678</a>, <a href="tel:02838412345">028 3841 2345</a>'
    )
    assert phone_link("(08) 38412345") == '<a href="tel:02838412345">(08) 38412345</a>'
    assert phone_link("1900 1234") == '<a href="tel:19001234">1900 1234</a>'
    assert phone_link("hỏi <con trai>") == "hỏi &lt;con trai&gt;"


@pytest.mark.parametrize(
    "typed", ["0903.123.456/38412345", "0903123456 38412345", "0283841234509123456"]
)
def test_two_numbers_run_together_are_told_as_two(typed: str) -> None:
    with pytest.raises(ValueError, match="hai số điện thoại"):
        grouped_phone(typed)
