"""ketaevidence: a living systematic review of ketamine for CRPS, as a library.

>>> import ketaevidence as ke
>>> review = ke.example_review()          # bundled, offline
>>> table = review.evidence_table()       # one row per study, with its source
>>> analyses = review.analyses()          # what may be pooled, and what may not
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketaevidence.claims.check import check_claims
    from ketaevidence.claims.model import ClaimsCheck
    from ketaevidence.curation.bias import BiasJudgement
    from ketaevidence.curation.certainty import CertaintyRating
    from ketaevidence.curation.model import Arm, Register, Result, Source, Study
    from ketaevidence.curation.sources import Disagreement, OtherSource
    from ketaevidence.effects import (
        Effects,
        NumberNeeded,
        Recovered,
        Scale,
        SharedControl,
        effect_interval,
        effect_sizes,
        join_effects,
        number_needed_to_treat,
        proportion_interval,
        recover_correlation,
        recover_mean,
        recover_sd,
        rescale,
        split_alike,
        split_shared_control,
    )
    from ketaevidence.errors import (
        BrokenRecordWarning,
        EvidenceWarning,
        KetaEvidenceError,
        PoolingWarning,
    )
    from ketaevidence.example import example_review
    from ketaevidence.exchange.revman_in import read_revman
    from ketaevidence.extraction.candidates import Candidates
    from ketaevidence.extraction.extract import extract
    from ketaevidence.extraction.model import Candidate
    from ketaevidence.extraction.reread import Extraction
    from ketaevidence.folder import init_review, open_review, shipped_questions
    from ketaevidence.integrity.model import Finding
    from ketaevidence.library import Refresh, Status, Version
    from ketaevidence.pooling import (
        HenmiCopas,
        Pooled,
        Tau2Interval,
        henmi_copas,
        pool,
        tau2_interval,
    )
    from ketaevidence.pooling.bayes import Posterior, bayes
    from ketaevidence.pooling.clusters import Robust, cluster_robust
    from ketaevidence.pooling.counts import (
        Association,
        PooledProportion,
        Stratified,
        association_test,
        binomial_normal,
        mantel_haenszel,
        peto_odds_ratio,
    )
    from ketaevidence.pooling.regression import Regression, regress
    from ketaevidence.pooling.reporting import Report
    from ketaevidence.pooling.sensitivity import (
        Baujat,
        Bootstrap,
        CorrelationGrid,
        Cumulative,
        Gosh,
        Influence,
        LeaveOneOut,
        Multiverse,
        Residuals,
        ShrunkenEffects,
        baujat,
        bootstrap,
        correlation_grid,
        cumulative,
        gosh,
        influence,
        leave_one_out,
        multiverse,
        shrunken_effects,
        standardized_residuals,
    )
    from ketaevidence.pooling.small_studies import (
        PetPeese,
        RankTest,
        RegressionTest,
        TrimAndFill,
        harbord_test,
        pet_peese,
        peters_test,
        rank_test,
        regression_test,
        trim_and_fill,
    )
    from ketaevidence.pooling.subgroups import Subgroups, subgroups
    from ketaevidence.present.baujat import BaujatPlot, baujat_plot
    from ketaevidence.present.claims.files import write_claims
    from ketaevidence.present.digest import Digest
    from ketaevidence.present.drapery import DraperyPlot, drapery
    from ketaevidence.present.evidence_map import EvidenceMap, evidence_map
    from ketaevidence.present.forest import Forest, forest
    from ketaevidence.present.funnel import FunnelPlot, funnel
    from ketaevidence.present.gosh import GoshPlot, gosh_plot
    from ketaevidence.present.highlight import Highlighted, highlight
    from ketaevidence.present.labbe import LabbePlot, labbe
    from ketaevidence.present.multiverse import MultiversePlot, multiverse_plot
    from ketaevidence.present.prisma_flow import PrismaFlow, prisma_flow
    from ketaevidence.present.response import Response, dose_response, time_response
    from ketaevidence.present.risk_of_bias import (
        BiasBars,
        TrafficLight,
        bias_bars,
        traffic_light,
    )
    from ketaevidence.present.stepwise import (
        CumulativePlot,
        LeaveOneOutPlot,
        cumulative_plot,
        leave_one_out_plot,
    )
    from ketaevidence.present.timeline import Timeline, timeline
    from ketaevidence.pubmed.files import RecordStream, read_records, stream_records
    from ketaevidence.pubmed.frames import read_frame, write_parquet
    from ketaevidence.pubmed.online import search
    from ketaevidence.pubmed.query import Mesh, Term
    from ketaevidence.question.model import Question
    from ketaevidence.records.broken import BrokenRecord
    from ketaevidence.records.collection import Records
    from ketaevidence.records.model import Record
    from ketaevidence.review import Review
    from ketaevidence.review.sheets import SheetImport
    from ketaevidence.screening.agreement import Agreement
    from ketaevidence.screening.flow import Flow
    from ketaevidence.screening.imported import DecisionImport
    from ketaevidence.screening.model import Conflict, Decision, Suggestion
    from ketaevidence.synthesis.differences import Difference
    from ketaevidence.synthesis.model import Analysis
    from ketaevidence.synthesis.verified import Verified

    __version__: str
    from ketaevidence.pooling.counts import ConditionalOddsRatio, conditional_logistic
    from ketaevidence.pooling.multilevel import Multilevel, multilevel
    from ketaevidence.present.checklists.model import Checklist
    from ketaevidence.present.methods_text.model import MethodsText


#: Where each public name lives. A name is imported when it is first used, so that
#: importing the package loads no pandas, scipy or matplotlib (PEP 562).
_HOMES = {
    "Agreement": "ketaevidence.screening.agreement",
    "Analysis": "ketaevidence.synthesis.model",
    "Arm": "ketaevidence.curation.model",
    "Association": "ketaevidence.pooling.counts",
    "Baujat": "ketaevidence.pooling.sensitivity",
    "BaujatPlot": "ketaevidence.present.baujat",
    "BiasBars": "ketaevidence.present.risk_of_bias",
    "BiasJudgement": "ketaevidence.curation.bias",
    "Bootstrap": "ketaevidence.pooling.sensitivity",
    "BrokenRecord": "ketaevidence.records.broken",
    "BrokenRecordWarning": "ketaevidence.errors",
    "Candidate": "ketaevidence.extraction.model",
    "Candidates": "ketaevidence.extraction.candidates",
    "CertaintyRating": "ketaevidence.curation.certainty",
    "Checklist": "ketaevidence.present.checklists.model",
    "ClaimsCheck": "ketaevidence.claims.model",
    "ConditionalOddsRatio": "ketaevidence.pooling.counts",
    "Conflict": "ketaevidence.screening.model",
    "CorrelationGrid": "ketaevidence.pooling.sensitivity",
    "Cumulative": "ketaevidence.pooling.sensitivity",
    "CumulativePlot": "ketaevidence.present.stepwise",
    "Decision": "ketaevidence.screening.model",
    "DecisionImport": "ketaevidence.screening.imported",
    "Difference": "ketaevidence.synthesis.differences",
    "Digest": "ketaevidence.present.digest",
    "Disagreement": "ketaevidence.curation.sources",
    "DraperyPlot": "ketaevidence.present.drapery",
    "Effects": "ketaevidence.effects",
    "EvidenceMap": "ketaevidence.present.evidence_map",
    "EvidenceWarning": "ketaevidence.errors",
    "Extraction": "ketaevidence.extraction.reread",
    "Finding": "ketaevidence.integrity.model",
    "Flow": "ketaevidence.screening.flow",
    "Forest": "ketaevidence.present.forest",
    "FunnelPlot": "ketaevidence.present.funnel",
    "Gosh": "ketaevidence.pooling.sensitivity",
    "GoshPlot": "ketaevidence.present.gosh",
    "HenmiCopas": "ketaevidence.pooling",
    "Highlighted": "ketaevidence.present.highlight",
    "Influence": "ketaevidence.pooling.sensitivity",
    "KetaEvidenceError": "ketaevidence.errors",
    "LabbePlot": "ketaevidence.present.labbe",
    "LeaveOneOut": "ketaevidence.pooling.sensitivity",
    "LeaveOneOutPlot": "ketaevidence.present.stepwise",
    "Mesh": "ketaevidence.pubmed.query",
    "MethodsText": "ketaevidence.present.methods_text.model",
    "Multilevel": "ketaevidence.pooling.multilevel",
    "Multiverse": "ketaevidence.pooling.sensitivity",
    "MultiversePlot": "ketaevidence.present.multiverse",
    "NumberNeeded": "ketaevidence.effects",
    "OtherSource": "ketaevidence.curation.sources",
    "PetPeese": "ketaevidence.pooling.small_studies",
    "Pooled": "ketaevidence.pooling",
    "PooledProportion": "ketaevidence.pooling.counts",
    "PoolingWarning": "ketaevidence.errors",
    "Posterior": "ketaevidence.pooling.bayes",
    "PrismaFlow": "ketaevidence.present.prisma_flow",
    "Question": "ketaevidence.question.model",
    "RankTest": "ketaevidence.pooling.small_studies",
    "Record": "ketaevidence.records.model",
    "RecordStream": "ketaevidence.pubmed.files",
    "Records": "ketaevidence.records.collection",
    "Recovered": "ketaevidence.effects",
    "Refresh": "ketaevidence.library",
    "Register": "ketaevidence.curation.model",
    "Regression": "ketaevidence.pooling.regression",
    "RegressionTest": "ketaevidence.pooling.small_studies",
    "Report": "ketaevidence.pooling.reporting",
    "Residuals": "ketaevidence.pooling.sensitivity",
    "Response": "ketaevidence.present.response",
    "Result": "ketaevidence.curation.model",
    "Review": "ketaevidence.review",
    "Robust": "ketaevidence.pooling.clusters",
    "Scale": "ketaevidence.effects",
    "SharedControl": "ketaevidence.effects",
    "SheetImport": "ketaevidence.review.sheets",
    "ShrunkenEffects": "ketaevidence.pooling.sensitivity",
    "Source": "ketaevidence.curation.model",
    "Status": "ketaevidence.library",
    "Stratified": "ketaevidence.pooling.counts",
    "Study": "ketaevidence.curation.model",
    "Subgroups": "ketaevidence.pooling.subgroups",
    "Suggestion": "ketaevidence.screening.model",
    "Tau2Interval": "ketaevidence.pooling",
    "Term": "ketaevidence.pubmed.query",
    "Timeline": "ketaevidence.present.timeline",
    "TrafficLight": "ketaevidence.present.risk_of_bias",
    "TrimAndFill": "ketaevidence.pooling.small_studies",
    "Verified": "ketaevidence.synthesis.verified",
    "Version": "ketaevidence.library",
    "association_test": "ketaevidence.pooling.counts",
    "baujat": "ketaevidence.pooling.sensitivity",
    "baujat_plot": "ketaevidence.present.baujat",
    "bayes": "ketaevidence.pooling.bayes",
    "bias_bars": "ketaevidence.present.risk_of_bias",
    "binomial_normal": "ketaevidence.pooling.counts",
    "bootstrap": "ketaevidence.pooling.sensitivity",
    "check_claims": "ketaevidence.claims.check",
    "cluster_robust": "ketaevidence.pooling.clusters",
    "conditional_logistic": "ketaevidence.pooling.counts",
    "correlation_grid": "ketaevidence.pooling.sensitivity",
    "cumulative": "ketaevidence.pooling.sensitivity",
    "cumulative_plot": "ketaevidence.present.stepwise",
    "dose_response": "ketaevidence.present.response",
    "drapery": "ketaevidence.present.drapery",
    "effect_interval": "ketaevidence.effects",
    "effect_sizes": "ketaevidence.effects",
    "evidence_map": "ketaevidence.present.evidence_map",
    "example_review": "ketaevidence.example",
    "extract": "ketaevidence.extraction.extract",
    "forest": "ketaevidence.present.forest",
    "funnel": "ketaevidence.present.funnel",
    "gosh": "ketaevidence.pooling.sensitivity",
    "gosh_plot": "ketaevidence.present.gosh",
    "harbord_test": "ketaevidence.pooling.small_studies",
    "henmi_copas": "ketaevidence.pooling",
    "highlight": "ketaevidence.present.highlight",
    "influence": "ketaevidence.pooling.sensitivity",
    "init_review": "ketaevidence.folder",
    "join_effects": "ketaevidence.effects",
    "labbe": "ketaevidence.present.labbe",
    "leave_one_out": "ketaevidence.pooling.sensitivity",
    "leave_one_out_plot": "ketaevidence.present.stepwise",
    "mantel_haenszel": "ketaevidence.pooling.counts",
    "multilevel": "ketaevidence.pooling.multilevel",
    "multiverse": "ketaevidence.pooling.sensitivity",
    "multiverse_plot": "ketaevidence.present.multiverse",
    "number_needed_to_treat": "ketaevidence.effects",
    "open_review": "ketaevidence.folder",
    "pet_peese": "ketaevidence.pooling.small_studies",
    "peters_test": "ketaevidence.pooling.small_studies",
    "peto_odds_ratio": "ketaevidence.pooling.counts",
    "pool": "ketaevidence.pooling",
    "prisma_flow": "ketaevidence.present.prisma_flow",
    "proportion_interval": "ketaevidence.effects",
    "rank_test": "ketaevidence.pooling.small_studies",
    "read_frame": "ketaevidence.pubmed.frames",
    "read_records": "ketaevidence.pubmed.files",
    "read_revman": "ketaevidence.exchange.revman_in",
    "recover_correlation": "ketaevidence.effects",
    "recover_mean": "ketaevidence.effects",
    "recover_sd": "ketaevidence.effects",
    "regress": "ketaevidence.pooling.regression",
    "regression_test": "ketaevidence.pooling.small_studies",
    "rescale": "ketaevidence.effects",
    "search": "ketaevidence.pubmed.online",
    "shipped_questions": "ketaevidence.folder",
    "shrunken_effects": "ketaevidence.pooling.sensitivity",
    "split_alike": "ketaevidence.effects",
    "split_shared_control": "ketaevidence.effects",
    "standardized_residuals": "ketaevidence.pooling.sensitivity",
    "stream_records": "ketaevidence.pubmed.files",
    "subgroups": "ketaevidence.pooling.subgroups",
    "tau2_interval": "ketaevidence.pooling",
    "time_response": "ketaevidence.present.response",
    "timeline": "ketaevidence.present.timeline",
    "traffic_light": "ketaevidence.present.risk_of_bias",
    "trim_and_fill": "ketaevidence.pooling.small_studies",
    "write_claims": "ketaevidence.present.claims.files",
    "write_parquet": "ketaevidence.pubmed.frames",
}

__all__ = [
    "Agreement",
    "Analysis",
    "Arm",
    "Association",
    "Baujat",
    "BaujatPlot",
    "BiasBars",
    "BiasJudgement",
    "Bootstrap",
    "BrokenRecord",
    "BrokenRecordWarning",
    "Candidate",
    "Candidates",
    "CertaintyRating",
    "Checklist",
    "ClaimsCheck",
    "ConditionalOddsRatio",
    "Conflict",
    "CorrelationGrid",
    "Cumulative",
    "CumulativePlot",
    "Decision",
    "DecisionImport",
    "Difference",
    "Digest",
    "Disagreement",
    "DraperyPlot",
    "Effects",
    "EvidenceMap",
    "EvidenceWarning",
    "Extraction",
    "Finding",
    "Flow",
    "Forest",
    "FunnelPlot",
    "Gosh",
    "GoshPlot",
    "HenmiCopas",
    "Highlighted",
    "Influence",
    "KetaEvidenceError",
    "LabbePlot",
    "LeaveOneOut",
    "LeaveOneOutPlot",
    "Mesh",
    "MethodsText",
    "Multilevel",
    "Multiverse",
    "MultiversePlot",
    "NumberNeeded",
    "OtherSource",
    "PetPeese",
    "Pooled",
    "PooledProportion",
    "PoolingWarning",
    "Posterior",
    "PrismaFlow",
    "Question",
    "RankTest",
    "Record",
    "RecordStream",
    "Records",
    "Recovered",
    "Refresh",
    "Register",
    "Regression",
    "RegressionTest",
    "Report",
    "Residuals",
    "Response",
    "Result",
    "Review",
    "Robust",
    "Scale",
    "SharedControl",
    "SheetImport",
    "ShrunkenEffects",
    "Source",
    "Status",
    "Stratified",
    "Study",
    "Subgroups",
    "Suggestion",
    "Tau2Interval",
    "Term",
    "Timeline",
    "TrafficLight",
    "TrimAndFill",
    "Verified",
    "Version",
    "association_test",
    "baujat",
    "baujat_plot",
    "bayes",
    "bias_bars",
    "binomial_normal",
    "bootstrap",
    "check_claims",
    "cluster_robust",
    "conditional_logistic",
    "correlation_grid",
    "cumulative",
    "cumulative_plot",
    "dose_response",
    "drapery",
    "effect_interval",
    "effect_sizes",
    "evidence_map",
    "example_review",
    "extract",
    "forest",
    "funnel",
    "gosh",
    "gosh_plot",
    "harbord_test",
    "henmi_copas",
    "highlight",
    "influence",
    "init_review",
    "join_effects",
    "labbe",
    "leave_one_out",
    "leave_one_out_plot",
    "mantel_haenszel",
    "multilevel",
    "multiverse",
    "multiverse_plot",
    "number_needed_to_treat",
    "open_review",
    "pet_peese",
    "peters_test",
    "peto_odds_ratio",
    "pool",
    "prisma_flow",
    "proportion_interval",
    "rank_test",
    "read_frame",
    "read_records",
    "read_revman",
    "recover_correlation",
    "recover_mean",
    "recover_sd",
    "regress",
    "regression_test",
    "rescale",
    "search",
    "shipped_questions",
    "shrunken_effects",
    "split_alike",
    "split_shared_control",
    "standardized_residuals",
    "stream_records",
    "subgroups",
    "tau2_interval",
    "time_response",
    "timeline",
    "traffic_light",
    "trim_and_fill",
    "write_claims",
    "write_parquet",
]


if not TYPE_CHECKING:
    # For a type checker every public name is imported above, and no other exists.

    def __getattr__(name: str) -> Any:
        """Load a public name when it is first used."""
        from importlib import import_module

        if name == "__version__":
            from importlib.metadata import version

            return version("ketaevidence")
        if name not in _HOMES:
            msg = f"module 'ketaevidence' has no attribute {name!r}"
            raise AttributeError(msg)
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
