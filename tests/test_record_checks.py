"""What does not add up within one record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from miner.checks.of_record import check_record
from miner.model import Arm, ArmResult, EndpointClass, Evidence, Extraction, SampleSize

NOWHERE = Evidence(None, "", 0, 0)


def rate(value: float, timepoint: str, arm: str = "surgery", endpoint: str = "overall survival") -> ArmResult:
    endpoint_class: EndpointClass = "overall_survival"
    return ArmResult(
        arm=arm, endpoint=endpoint, endpoint_class=endpoint_class, statistic="rate", value=value, unit="%",
        timepoint=timepoint, evidence=NOWHERE,
    )  # fmt: skip


def record(total: int | None = None, arms: tuple[int | None, ...] = (), *results: ArmResult) -> Extraction:
    return Extraction(
        id="r",
        extractor="t",
        design="randomized_trial",
        sample_size=SampleSize(total, "participants", "randomized"),
        arms=tuple(Arm(f"arm {i}", n) for i, n in enumerate(arms)),
        arm_results=results,
    )


@pytest.mark.parametrize(
    "sound",
    [
        record(350, (173, 177)),
        record(350, (173, None)),
        record(None, (173, 177)),
        record(None, (), rate(80, "1 year"), rate(35, "5 years")),
        record(None, (), rate(35, "5 years"), rate(40, "3 years", arm="no surgery")),
        record(None, (), rate(90, "24 months"), rate(95, "1 year")),
        # 25 months, 730 and 731 days are later than 2 years by days at most
        record(None, (), rate(81, "2 years"), rate(80, "25 months")),
        # one time told twice
        record(None, (), rate(80, "1 year"), rate(81, "1 year")),
        record(None, (), rate(80, "1 year"), rate(81, "5 years", endpoint="local control")),
        record(None, (), rate(80, "1 year", endpoint="mortality"), rate(90, "5 years", endpoint="mortality")),
        record(
            None,
            (),
            replace(rate(35, "1 year"), unit="per 1000"),
            replace(rate(40, "5 years"), unit="per 1000"),
        ),
        record(
            None,
            (),
            replace(rate(35, "1 year"), statistic="count"),
            replace(rate(40, "5 years"), statistic="count"),
        ),
        replace(record(360, (173, 177)), sample_size=SampleSize(360, "participants", "analysed")),
        replace(record(300, (173, 177)), sample_size=SampleSize(300, "other", "randomized")),
        record(300, (173,)),
        record(350, (173, 100, None)),
    ],
    ids=range(16),
)
def test_what_adds_up_raises_nothing(sound: Extraction) -> None:
    assert check_record(sound) == ()


@pytest.mark.parametrize(
    ("odd", "found"),
    [
        (record(300, (173, 177)), "arms-exceed-total"),
        (record(360, (173, 177)), "arms-below-total"),
        (record(None, (), rate(35, "1 year"), rate(40, "5 years")), "rate-rises"),
        (record(None, (), rate(40, "60 months"), rate(35, "3 years")), "rate-rises"),
        (record(None, (), rate(35, "100 days"), rate(40, "15 weeks")), "rate-rises"),
        (record(None, (), rate(35, "23 months"), rate(40, "2 years")), "rate-rises"),
        (record(300, (173, 177, None)), "arms-exceed-total"),
    ],
    ids=range(7),
)
def test_what_does_not_add_up_is_named(odd: Extraction, found: str) -> None:
    (check,) = check_record(odd)
    assert check.startswith(f"{found}: ")
