"""Registry numbers as printed."""

from __future__ import annotations

import pytest

from miner.text.document import read_document
from miner.trial_ids import find_trial_ids


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Surgery or not [ISRCTN01234567]\nIt is ISRCTN 01234567 again.", ("ISRCTN01234567",)),
        ("A title\nNCT01234567 and NCT07654321.", ("NCT01234567", "NCT07654321")),
        ("A title\n(EudraCT 2010-012345-67)", ("2010-012345-67",)),
        ("A title\nInternational Trial Number (ISRCTN): 01234567.", ("01234567",)),
        ("A title\nRegistered as UMIN000001234 and jRCTs012345678.", ("UMIN000001234", "jRCTs012345678")),
        ("A title\nRuritanian National Register for clinical trials (No. 1234).", ("1234",)),
        ("A title\nDutch Trial Register (NTR) 1234.", ("NTR 1234",)),
        ("A title\nThis trial is registered with Ruritania Health, number 012345AB.", ("012345AB",)),
        ("A title\nIn NSABP B-18 and JCOG9208, 1234 women were registered.", ()),
        ("A title\nThe review was registered (PROSPERO CRD42012001234).", ()),
    ],
)  # fmt: skip
def test_registry_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert find_trial_ids(read_document(text)) == numbers
