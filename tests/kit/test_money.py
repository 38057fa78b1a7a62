"""Money: figures, words, and what officers type."""

import random

import pytest

from kit.money import LIMIT, dong, dong_in_words, dong_with_words, parse_dong


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0 đ"), (999, "999 đ"), (1_200_000, "1.200.000 đ"), (-5_000, "-5.000 đ")],
)
def test_dong(amount, shown):
    assert dong(amount) == shown


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không"),
        (1, "một"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (105, "một trăm lẻ năm"),
        (111, "một trăm mười một"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm lẻ năm"),
        (2_024, "hai nghìn không trăm hai mươi bốn"),
        (10_010, "mười nghìn không trăm mười"),
        (1_200_000, "một triệu hai trăm nghìn"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (163_200_000, "một trăm sáu mươi ba triệu hai trăm nghìn"),
        (10**9, "một tỷ"),
        (10**9 + 5, "một tỷ không trăm lẻ năm"),
        (1_000_000_021_000, "một nghìn tỷ không trăm hai mươi mốt nghìn"),
        (10**15, "một triệu tỷ"),
        (-5_000, "âm năm nghìn"),
    ],
)
def test_dong_in_words(amount, words):
    assert dong_in_words(amount) == f"{words} đồng"


def test_dong_in_words_ends_at_its_limit():
    with pytest.raises(ValueError, match="quá lớn"):
        dong_in_words(LIMIT + 1)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("1200000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1 200 000", 1_200_000),
        ("1.200", 1_200),
        ("1,200", 1_200),
        ("1200000đ", 1_200_000),
        ("1.200.000 đồng", 1_200_000),
        ("1.200.000 VNĐ", 1_200_000),
        ("1.200.000₫", 1_200_000),
        ("1.200.000,00", 1_200_000),
        ("1,200,000.00", 1_200_000),
        ("1,2 triệu", 1_200_000),
        ("1.2 triệu", 1_200_000),
        ("1,25 TRIỆU ĐỒNG", 1_250_000),
        ("0,5tr", 500_000),
        ("0,125 triệu", 125_000),
        ("500k", 500_000),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("500 nghìn đồng chẵn", 500_000),
        ("1200 triệu", 1_200_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1 triệu 250 nghìn", 1_250_000),
        ("-5.000 đ", -5_000),
        ("１００", 100),
        # A bare figure after a named unit is tenths of it; three are its thousands.
        ("1 triệu 2", 1_200_000),
        ("2 triệu 5", 2_500_000),
        ("3 triệu tư", 3_400_000),
        ("120 nghìn 5", 120_500),
        ("1tr2", 1_200_000),
        ("1tr250", 1_250_000),
        ("1 tỷ 2", 1_200_000_000),
        ("1 tỷ 350", 1_350_000_000),
        ("1 tỷ 200 triệu 5", 1_200_500_000),
        ("1tr2k", 1_002_000),
        ("1 triệu 200000", 1_200_000),
        ("1 triệu 250.000 đồng", 1_250_000),
        ("1 triệu, 200 nghìn", 1_200_000),
        ("1 triệu và 200 nghìn", 1_200_000),
        # Halves.
        ("1 triệu rưỡi", 1_500_000),
        ("2TR RƯỠI", 2_500_000),
        ("1 tỷ rưỡi đồng", 1_500_000_000),
        ("nửa triệu", 500_000),
        ("hai trăm rưỡi nghìn", 250_000),
        # A stroke against a nought added later.
        ("50.000,-", 50_000),
        ("50.000.-", 50_000),
        ("50.000,- đ", 50_000),
        ("50.000đ,-", 50_000),
        ("50.000=", 50_000),
        ("-50.000,-", -50_000),
        # In words, or half in words.
        ("một trăm", 100),
        ("1 triệu hai trăm", 1_200_000),
        ("một triệu hai trăm nghìn đồng", 1_200_000),
        ("Hai mươi mốt triệu rưỡi", 21_500_000),
        ("2 trăm ngàn", 200_000),
        ("5 chục ngàn", 50_000),
        ("mười lăm nghìn", 15_000),
        ("hai lăm nghìn", 25_000),
        ("một nghìn không trăm lẻ năm đồng", 1_005),
        ("1.200.000 đ (một triệu hai trăm nghìn đồng)", 1_200_000),
    ],
)
def test_parse_dong_reads_what_officers_type(typed, amount):
    assert parse_dong(typed) == amount


def test_parse_dong_reads_back_what_dong_writes():
    chance = random.Random(7)
    for _ in range(500):
        amount = chance.randrange(-(10 ** chance.randrange(1, 15)), 10 ** chance.randrange(1, 15))
        assert parse_dong(dong(amount)) == amount
        assert parse_dong(dong_with_words(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Chưa nhập số tiền"),
        ("  ", "Chưa nhập số tiền"),
        ("đ", "Không đọc được"),
        ("-", "Không đọc được"),
        ("\u0301", "Không đọc được"),
        ("hai trăm năm nghìn", "Không đọc được"),  # 205 to some, 250 to others
        ("trăm triệu rưỡi", "Không đọc được"),
        ("1,2 triệu rưỡi", "Không đọc được"),
        ("1,2 triệu 5", "Không đọc được"),
        ("1 triệu 2 rưỡi", "Không đọc được"),
        ("1 nghìn 2000", "Không đọc được"),
        ("hai 500 000", "Không đọc được"),
        ("rưỡi", "Không đọc được"),
        ("1 triệu 25", "1.250.000 đ hoặc 1.025.000 đ"),
        ("2tr05", "2.050.000 đ hoặc 2.005.000 đ"),
        ("120 nghìn 50", "120.500 đ hoặc 120.050 đ"),
        ("1 triệu hai mươi", "1.200.000 đ hoặc 1.020.000 đ"),
        ("1 triệu 2 đồng", "1.200.000 đ hoặc 1.000.002 đ"),
        ("1.200.000 đ (một triệu hai trăm mười nghìn đồng)", "khác nhau"),
        ("12.00", "Không đọc được"),
        ("1,2", "Không đọc được"),
        ("1.2.3", "Không đọc được"),
        ("1.200,000.5", "Không đọc được"),
        ("0.500", "Không đọc được"),
        ("12 12", "Không đọc được"),
        ("200 nghìn 1 triệu", "Không đọc được"),
        ("1 triệu 2 triệu", "Không đọc được"),
        ("5 usd", "Không đọc được"),
        ("1e5", "Không đọc được"),
        ("٣٤", "Không đọc được"),
        ("1.200 triệu", "hai cách"),
        ("1,200 triệu", "hai cách"),
        ("1.200,50", "lẻ dưới một đồng"),
        ("1,2345 nghìn", "lẻ dưới một đồng"),
        ("2000000 tỷ", "quá lớn"),
        ("9" * 50, "quá lớn"),
        ("9" * 10_000, "Không đọc được"),
    ],
)
def test_parse_dong_refuses_rather_than_guesses(typed, message):
    with pytest.raises(ValueError, match=message) as refused:
        parse_dong(typed)
    assert len(str(refused.value)) < 200
