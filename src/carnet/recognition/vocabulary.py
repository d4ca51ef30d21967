"""The closed words of recognition. Order matters where it says so."""

from __future__ import annotations

# Main line of a policy item's life, weakest first. `in_force` is not `applicable`: a date or trigger may still be open.
STATUSES = (
    "reported",
    "announced",
    "talks",
    "draft_published",
    "agreed",
    "signed",
    "adopted",
    "published",
    "in_force",
    "applicable",
    "pilot_announced",
    "pilot_running",
    "operating",
)
# Ways out of the line. `not_triggered`: in force, its condition not evidenced as met.
SIDE_EXITS = ("not_triggered", "suspended", "delayed", "withdrawn", "superseded", "expired", "unverified")

INSTRUMENT_KINDS = (
    "law",
    "delegated_act",
    "implementing_act",
    "proposal",
    "standard",
    "certification_rule",
    "programme_rule",
    "government_plan",
    "guideline",
    "memorandum",
    "arrangement",
    "contract_term",
    "press_report",
    "vendor_claim",
)
LEGAL_NATURES = ("binding", "non_binding", "contractual", "voluntary", "political", "unknown")
REQUIREMENT_KINDS = ("legal", "contractual", "voluntary")

# Kinds of parties; a memorandum is between kinds (state with state, authority with conformity assessment body, ...).
PARTY_KINDS = (
    "state",
    "union",
    "authority",
    "accreditation_body",
    "conformity_assessment_body",
    "programme_operator",
    "scheme_owner",
    "standards_body",
    "association",
    "company",
    "media",
    "unknown",
)

# Reliability of the source, best first; credibility of the information, best first.
LETTERS = ("A", "B", "C", "D", "E", "F")
DIGITS = ("1", "2", "3", "4", "5", "6")
ACTIONS = ("ignore", "note", "prepare", "act")
USES = ("feed", "prepare", "scenario", "plan", "verdict", "words", "label")

LEGS = ("method", "database", "certification")
RECOGNISED = ("verifier", "rule", "label", "factor", "clause")
PURPOSES = ("cbam", "epd", "passport", "battery-declaration", "label", "tender", "customer")
OVERALL = (
    "meets",
    "after_recalculation",
    "after_evidence",
    "needs_decision",
    "cannot",
    "not_in_scope",
    "not_yet",
    "no_rule_on_file",
)
SCOPE_ANSWERS = ("in", "out", "not_yet", "disputed", "unknown")
ITEM_STATES = ("present", "missing", "expired", "wrong_product", "unknown")
TEAMS = ("research", "production", "energy", "procurement", "quality", "compliance", "sustainability", "sales", "legal")
# What a receiving body may say of one case, and the dimensions a verdict is given in (calculation, conformity).
DECISIONS = ("accepted", "partly", "refused")
DIMENSIONS = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "K1", "K2", "K3", "K4", "K5")
# Verdicts of one dimension, best first; the overall verdict is the worst of them.
VERDICTS = ("meets", "after_recalculation", "after_evidence", "needs_decision", "cannot")
