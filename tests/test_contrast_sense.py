"""What can be a side of a contrast, and how its name is tidied."""

import pytest

from miner.contrasts.sense import can_stand, tidied


class TestWhoCanBeCompared:
    @pytest.mark.parametrize(
        "contrast",
        [
            "surgery vs no surgery",
            "low-risk women",
            "5 mg/day vs placebo",
            "≥10% weight loss",
            "five years vs ten years of tamoxifen",
            "resection vs did not",
            "women who had surgery vs observation",
            "drainage vs without it",
            "carriers of the T allele",
            "moderate drinkers vs abstainers",
            "women vs men",
            "boys vs girls",
            "increased waist circumference",
            "more intensive care vs less intensive care",
            "irradiated women vs not irradiated",
            "vaccinated vs unvaccinated mothers",
        ],
    )
    def test_exposures_treatments_groups_and_levels_can(self, contrast: str) -> None:
        assert can_stand(contrast)

    @pytest.mark.parametrize(
        "contrast",
        [
            "70% over all trials",
            "1.26 in the first year",
            "0.84 admissions per patient-year",
            "less often content",
            "more likely",
            "independent of stem length",
            "stable",
            "similar figures",
            "Effects at three months",
            "node-negative disease 37% and 16%",
            "former vs latter group",
            "entire period vs usual care",
            "areas vs 4.4 out of 10",
            "48.5 months and 36.0 months",
            "twofold",
            "three years vs usual care",
            "six trials",
            "21 countries",
            "set against those left alone",
            "between the groups there",
            "the strongest association",
            "Reductions",
            "fewer",
            "mostly warfarin",
            "having",
            "Comparison of 40 drains with 80 sutures",
            "Sensitivity analyses",
            "lower probability",
            "likelihood of relapse vs controls",
            "the excess went",
            "women, we observed a link",
            "did not",
            "not change",
            "vaccinated vs travellers",
            "address both efficacy vs safety",
            "not demonstrated vs lapatinib",
            "positively associated",
            "We enrolled vs never smokers",
            "regression results support this",
            "may",
            "kidney risk and salt intake",
            "Respondents",
            "matched controls",
            "control group 2",
            "radiotherapy vs radiotherapy",
            "oral contraceptives vs less aggressive disease",
            "at 30 days",
            "caesarean more often",
        ],
    )
    def test_amounts_times_counts_and_torn_clauses_cannot(self, contrast: str) -> None:
        assert not can_stand(contrast)


class TestTidying:
    @pytest.mark.parametrize(
        ("printed", "tidy"),
        [
            ("neither smoking", "smoking"),
            ("while obesity", "obesity"),
            ("genotype AA, found in 20% of women", "genotype AA"),
            ("statin users had an 18%", "statin users"),
            ("drain removal on day 3 of the vs later removal", "drain removal on day 3 vs later removal"),
            ("surgery vs control were selected", "surgery vs control"),
            ("women who had surgery vs others", "women who had surgery vs others"),
            ("mastectomy vs did not", "mastectomy vs did not"),
            ("group A vs. group B", "group A vs group B"),
        ],
    )
    def test_what_leads_in_or_trails_behind_is_taken_off(self, printed: str, tidy: str) -> None:
        assert tidied(printed) == tidy

    def test_tidying_twice_is_tidying_once(self) -> None:
        once = tidied("while the drain, used in most women, was left vs early removal and")
        assert tidied(once) == once
