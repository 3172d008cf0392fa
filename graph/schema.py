"""What may stand in the graph: node tables and relationship tables, declared once.

The embedded engine's tables, the server's constraints, the exports' headers and ``docs/schema.md`` are all
made from here. Ids are CURIEs (``graph/prefixes.py``); dates are ISO 8601 strings as far as stated;
a list is empty where there is nothing, every other absent value is null.
"""

from __future__ import annotations

from typing import get_args

from graph.tables import NodeTable, Property, PropertyType, RelationshipTable
from miner.model import Conclusion, Design, Direction, EndpointClass, Measure, POperator, Statistic

__all__ = ["NODES", "RELATIONSHIPS", "SCHEMA_VERSION"]

SCHEMA_VERSION = 1


def _one_of(closed: object) -> str:
    return ", ".join(get_args(closed))


_DESIGN, _CONCLUSION, _CLASS = _one_of(Design), _one_of(Conclusion), _one_of(EndpointClass)


def _node(label: str, words: str, *properties: tuple[str, PropertyType, str]) -> NodeTable:
    return NodeTable(label, words, tuple(Property(*p) for p in (("id", "STRING", "Key"), *properties)))


def _concept(label: str, words: str, *more: tuple[str, PropertyType, str]) -> NodeTable:
    return _node(
        label,
        words,
        ("name", "STRING", "Preferred name"),
        ("category", "STRING", "Heading under which the vocabulary lists it"),
        ("parent", "STRING", "Id of the next broader concept"),
        ("mesh_id", "STRING", "MeSH id, where checked"),
        ("ncit_id", "STRING", "NCI Thesaurus id, where checked"),
        ("lineage", "STRING[]", "Its own id and those of all broader concepts, nearest first"),
        *more,
    )


_QUOTE: tuple[tuple[str, PropertyType, str], ...] = (
    ("publication_id", "STRING", "Publication that states it"),
    ("section", "STRING", "Printed heading of the section"),
    ("quote", "STRING", "The words it was read from"),
    ("quote_start", "INT64", "Offset of the quote in the text as given, characters"),
    ("quote_end", "INT64", "End of the quote, characters"),
    ("rule", "STRING", "Row of the rule table that read it"),
)
_STUDY: tuple[tuple[str, PropertyType, str], ...] = (
    ("study_label", "STRING", "Label of the study that found it"),
    ("study_design", "STRING", "Design of the study that found it"),
    ("recognised", "BOOL", "The vocabulary knows its endpoint"),
)
_CONTRAST: tuple[tuple[str, PropertyType, str], ...] = (
    ("endpoint_name", "STRING", "Endpoint as printed"),
    ("endpoint_class", "STRING", f"Class of the endpoint: {_CLASS}"),
    ("p_op", "STRING", _one_of(POperator)),
    ("p_value", "DOUBLE", "P-value as printed"),
    ("contrast", "STRING", "Groups compared, as printed"),
)

_NODES = (
    _node(
        "Publication",
        "One PubMed record.",
        ("pmid", "STRING", "PubMed id"),
        ("pmcid", "STRING", "PubMed Central id"),
        ("doi", "STRING", "DOI"),
        ("title", "STRING", "Title as printed; null for a notice known only by its number"),
        ("journal", "STRING", "Journal"),
        ("year", "INT64", "Year of publication"),
        ("date", "STRING", "Date of publication as far as stated"),
        ("volume", "STRING", "Volume"),
        ("issue", "STRING", "Issue"),
        ("pages", "STRING", "Pages"),
        ("language", "STRING", "Language code; several joined by a slash"),
        ("publication_types", "STRING[]", "PubMed's publication types"),
        ("mesh", "STRING[]", "MeSH descriptors"),
        ("authors", "STRING[]", "Authors in order, as `Badwe R`"),
        ("first_author", "STRING", "Last name of the first author, or the group"),
        ("retracted", "BOOL", "PubMed marks it as retracted"),
        ("concern", "BOOL", "An expression of concern stands against it"),
        ("in_corpus", "BOOL", "False for a record known only through another's notice"),
        ("extractor", "STRING", "Version of the extractor that read it"),
        ("url", "STRING", "Page on PubMed"),
    ),
    _node(
        "Study",
        "A piece of research, reported by one or more publications.",
        ("label", "STRING", "First author and year of its main report; else its trial or short title"),
        ("design", "STRING", f"Study design: {_DESIGN}"),
        ("design_quote", "STRING", "The words the design was read from"),
        ("sample_size", "INT64", "Participants (or studies) of the whole study"),
        ("sample_size_unit", "STRING", "participants, studies or other"),
        ("sample_size_kind", "STRING", "randomized, enrolled or analysed"),
        ("sample_size_quote", "STRING", "The words the sample size was read from"),
        ("conclusion", "STRING", f"Main report's conclusion: {_CONCLUSION}"),
        ("conclusion_quote", "STRING", "The words the conclusion was read from"),
        ("in_scope", "BOOL", "It answers the corpus's question"),
        ("scope_reasons", "STRING[]", "Why it is in or out of scope"),
        ("given_by_hand", "STRING[]", "Which a person gave: design, sample_size, conclusion, in_scope"),
        ("year", "INT64", "Year of the main report"),
        ("first_author", "STRING", "First author of the main report"),
        ("years_from", "INT64", "First year of accrual or diagnosis, as printed"),
        ("years_to", "INT64", "Last year of accrual or diagnosis, as printed"),
        ("countries", "STRING[]", "Countries its registrations or data sources name"),
        ("bias_handling", "STRING[]", "Ways of handling bias that its reports name: landmark analysis, ..."),
        ("adjusted_for", "STRING", "What the analysis was adjusted for, as printed"),
        ("n_treated", "INT64", "Participants given local treatment, where one group clearly was"),
        ("n_untreated", "INT64", "Participants not given it"),
        ("main_publication_id", "STRING", "The report that label, year and conclusion come from"),
        ("publications", "INT64", "Number of its reports"),
        ("joined_by", "STRING[]", "Why its reports are one study"),
        ("retracted", "BOOL", "Every report of it is retracted"),
    ),
    _node(
        "Trial",
        "A registration in a trial registry.",
        ("registry", "STRING", "Registry; acronym or other where none numbers it"),
        ("registry_id", "STRING", "Number in the registry, else the trial's name"),
        ("acronym", "STRING", "Acronym"),
        ("title", "STRING", "Title"),
        ("status", "STRING", "Recruitment status in the registry's words (RECRUITING, COMPLETED, ...)"),
        ("phase", "STRING", "Phase (PHASE3; several joined by a slash)"),
        ("study_type", "STRING", "INTERVENTIONAL, OBSERVATIONAL or EXPANDED_ACCESS"),
        ("allocation", "STRING", "RANDOMIZED, NON_RANDOMIZED or NA"),
        ("enrollment", "INT64", "Enrolment, people"),
        ("start_date", "STRING", "Start"),
        ("completion_date", "STRING", "Completion"),
        ("has_results", "BOOL", "Results are posted in the registry"),
        ("sponsor", "STRING", "Lead sponsor"),
        ("countries", "STRING[]", "Countries of its sites"),
        ("other_ids", "STRING[]", "Other numbers of the same trial"),
        ("primary_endpoints", "STRING[]", "Registered primary endpoints"),
        ("in_registry", "BOOL", "False where only its number is known, from a report"),
        ("url", "STRING", "Page in the registry, or in the search of all registries of the WHO"),
    ),
    _concept("Intervention", "A treatment, or a way of withholding or timing it."),
    _concept(
        "Endpoint",
        "What studies measure.",
        ("endpoint_class", "STRING", f"Class of the endpoint: {_CLASS}"),
        ("event_good", "STRING", "Which direction of the event is good: fewer or more"),
        ("value_good", "STRING", "Which direction of a printed rate, time or score is good"),
    ),
    _concept("Population", "A group of patients or tumours."),
    _concept("DataSource", "A registry or database that cohorts draw on.", ("country", "STRING", "Country")),
    _node(
        "Effect",
        "One printed estimate of a contrast.",
        ("measure", "STRING", _one_of(Measure)),
        ("value", "DOUBLE", "Estimate as printed"),
        ("ci_low", "DOUBLE", "Lower confidence limit as printed"),
        ("ci_high", "DOUBLE", "Upper confidence limit as printed"),
        ("ci_level", "DOUBLE", "Level of the interval, %"),
        *_CONTRAST,
        ("adjusted", "BOOL", "From an adjusted analysis"),
        ("favours", "STRING", "experimental, comparator or neither"),
        ("subgroup", "STRING", "Subgroup as printed"),
        ("checks", "STRING[]", "What does not add up; empty when all does"),
        ("confidence", "DOUBLE", "Estimated probability that the reading is right"),
        ("curated", "BOOL", "Corrected, confirmed or entered by a person"),
        ("entered", "BOOL", "Entered by a person from its sentence, as the reading missed it"),
        *_QUOTE,
        *_STUDY,
    ),
    _node(
        "ArmResult",
        "One printed numeric result of one group.",
        ("arm", "STRING", "Group as printed"),
        ("statistic", "STRING", _one_of(Statistic)),
        ("value", "DOUBLE", "Value as printed"),
        ("unit", "STRING", "months, %, patients, ..."),
        ("timepoint", "STRING", "When, as printed"),
        ("ci_low", "DOUBLE", "Lower limit as printed"),
        ("ci_high", "DOUBLE", "Upper limit as printed"),
        ("endpoint_name", "STRING", "Endpoint as printed"),
        ("endpoint_class", "STRING", f"Class of the endpoint: {_CLASS}"),
        ("n", "INT64", "People of the group that a count is of, where they are printed"),
        ("n_from", "STRING", "printed with the count, or printed size of the arm"),
        ("n_quote", "STRING", "The words that print n"),
        ("local_treatment", "STRING", "Whether a counted group was given it by its name: given, withheld"),
        *_QUOTE,
        *_STUDY,
    ),
    _node(
        "Claim",
        "A comparison stated without an effect size.",
        ("direction", "STRING", _one_of(Direction)),
        *_CONTRAST,
        *_QUOTE,
        *_STUDY,
    ),
    _node(
        "Synthesis",
        "A pooled estimate, computed from effects of one kind.",
        ("measure", "STRING", f"Scale of the estimate: {_one_of(Measure)}"),
        ("model", "STRING", "random or fixed; single where one study stands alone"),
        ("design", "STRING", "Designs pooled: randomized or observational"),
        ("population_id", "STRING", "Population it is restricted to"),
        ("k", "INT64", "Number of studies"),
        ("participants", "INT64", "Participants of those studies, where all state them"),
        ("estimate", "DOUBLE", "Pooled estimate"),
        ("ci_low", "DOUBLE", "Lower 95% confidence limit"),
        ("ci_high", "DOUBLE", "Upper 95% confidence limit"),
        ("pi_low", "DOUBLE", "Lower 95% prediction limit"),
        ("pi_high", "DOUBLE", "Upper 95% prediction limit"),
        ("i2", "DOUBLE", "I²: share of the scatter between studies beyond chance, %"),
        ("tau2", "DOUBLE", "Between-study variance, on the scale of the analysis; null of one study"),
        ("q", "DOUBLE", "Cochran's Q; null of one study"),
        ("q_p", "DOUBLE", "P-value of Q"),
        ("computed_at", "STRING", "When it was computed"),
    ),
)
_FINDINGS = ("Effect", "ArmResult", "Claim")
_CONCEPTS = ("Intervention", "Endpoint", "Population", "DataSource")


def _pairs(source: str | tuple[str, ...], target: str | tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    sources = (source,) if isinstance(source, str) else source
    targets = (target,) if isinstance(target, str) else target
    return tuple((s, t) for s in sources for t in targets)


_VIA = Property("via", "STRING", "databank, text, registry_reference or protocol_id: where the number stands")
_RELATIONSHIPS = (
    RelationshipTable(
        "REPORTS",
        "A publication describes a study.",
        _pairs("Publication", "Study"),
        (
            Property("main", "BOOL", "The study's main report"),
            Property("design", "STRING", "Design as this report states it, one of `Study.design`"),
            Property("sample_size", "INT64", "Sample size as this report states it"),
            Property("sample_size_kind", "STRING", "randomized, enrolled or analysed"),
            Property("conclusion", "STRING", "This report's conclusion, one of `Study.conclusion`"),
        ),
    ),
    RelationshipTable("REGISTERED_AS", "A study has this registration.", _pairs("Study", "Trial"), (_VIA,)),
    RelationshipTable(
        "EVALUATES",
        "A study gives or withholds an intervention.",
        _pairs("Study", "Intervention"),
        (Property("role", "STRING", "experimental, comparator, or described: named without an estimate"),),
        ("role",),
    ),
    RelationshipTable("MEASURES", "A study has a finding on an endpoint.", _pairs("Study", "Endpoint")),
    RelationshipTable("INCLUDES", "A study is about a population.", _pairs("Study", "Population")),
    RelationshipTable("DRAWS_ON", "A study takes its patients from a source.", _pairs("Study", "DataSource")),
    RelationshipTable("FOUND", "A study's finding.", _pairs("Study", _FINDINGS)),
    RelationshipTable("STATED_IN", "The report that prints a finding.", _pairs(_FINDINGS, "Publication")),
    RelationshipTable(
        "ON", "What a finding or synthesis is about.", _pairs((*_FINDINGS, "Synthesis"), "Endpoint")
    ),
    RelationshipTable(
        "EXPERIMENTAL", "The treatment under test.", _pairs(("Effect", "Claim"), "Intervention")
    ),
    RelationshipTable(
        "COMPARATOR", "What it is compared with.", _pairs(("Effect", "Claim", "Synthesis"), "Intervention")
    ),
    RelationshipTable("WITHIN", "The population of a subgroup effect.", _pairs("Effect", "Population")),
    RelationshipTable(
        "CITES", "A reference, where both are in the corpus.", _pairs("Publication", "Publication")
    ),
    RelationshipTable(
        "AMENDS",
        "A notice or later report bears on an earlier one.",
        _pairs("Publication", "Publication"),
        (Property("kind", "STRING", "retraction, erratum, concern, update, comment or republication"),),
        ("kind",),
    ),
    RelationshipTable("TESTS", "A registered trial's intervention.", _pairs("Trial", "Intervention")),
    RelationshipTable(
        "POOLS",
        "An effect that a synthesis includes.",
        _pairs("Synthesis", "Effect"),
        (
            Property("weight", "DOUBLE", "Share of the pooled estimate, %"),
            Property("ci_derived", "BOOL", "Its standard error was derived, not read from a 95% interval"),
        ),
    ),
    RelationshipTable(
        "LEAVES_OUT",
        "An effect that a synthesis could not include.",
        _pairs("Synthesis", "Effect"),
        (Property("reason", "STRING", "Why"),),
    ),
    RelationshipTable("OF", "The treatment that a synthesis is about.", _pairs("Synthesis", "Intervention")),
    RelationshipTable("BROADER", "The next broader concept.", tuple((c, c) for c in _CONCEPTS)),
)

NODES = {table.label: table for table in _NODES}
RELATIONSHIPS = {table.type: table for table in _RELATIONSHIPS}
