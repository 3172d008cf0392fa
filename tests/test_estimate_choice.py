"""Which of a study's estimates is pooled, and what cannot be weighed. All studies are invented."""

from __future__ import annotations

import pytest

from graph.synthesis.harmonise import select
from graph.synthesis.standard_error import NoStandardError, PrintedRatio, log_ratio
from tests.map_fixtures import Evidence


class TestAPValueThatIsNoTwoSidedTestOfNoDifference:
    """Read as one it would give a standard error that is too small, and the study too much weight."""

    @pytest.mark.parametrize(
        "p",
        [
            "one-sided P = 0.03",
            "P = 0.03, 1-tailed test",
            "P for noninferiority = 0.03",
            "non-inferior, P = 0.03",
            "P for equivalence = 0.03",
        ],
    )
    def test_gives_no_standard_error(self, p: str) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        quote = f"Survival with surgery as against no surgery (HR 0.80; {p})."
        evidence.effect(study, 0.8, None, p=("=", 0.03), quote=quote)
        harmonised = select(evidence.graph)
        assert not harmonised.groups
        assert "its p may be that of another test" in harmonised.left_out[0].reason

    def test_does_not_matter_beside_an_interval(self) -> None:
        evidence = Evidence()
        quote = "With surgery as against no surgery: HR 0.80; 90% CI 0.64 to 1.00; one-sided P = 0.05."
        evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.64, 1.0), p=("=", 0.05), quote=quote)
        assert not select(evidence.graph).left_out


@pytest.mark.parametrize("value", [0.99, 1.0, 1.01])
def test_a_ratio_that_rounding_may_have_moved_by_a_quarter_gives_no_standard_error(value: float) -> None:
    found = log_ratio(PrintedRatio(value=value, p_op="=", p_value=0.9))
    assert isinstance(found, NoStandardError)
    assert "no interval printed" in found.reason
