"""Thi đua: clusters of units, the compacts they sign each year, and how the year is graded."""

from .clusters import Cluster, ClusterHead, ClusterMembership
from .comments import Agreement, CompactComment
from .compacts import Clause, Compact, Section, Target, TargetResult
from .criteria import OUR_PROPOSAL, CriteriaSet, Criterion, base_maximum, in_outline
from .cycles import DATES, Cycle, Stage
from .goals import Goal, goal_of, registers_for
from .grades import Classification
from .meetings import Ballot, BallotOption, ClusterMeeting, meeting_of
from .peers import PeerMark, PeerSheet
from .ranking import FinalBy, Ranking, ScoringRules, Ties, rules_of
from .sheets import EvidenceFile, Extension, Mark, ScoreSheet
from .signable import Signable
from .signing import (
    Addendum,
    Signature,
    SignedScan,
    SigningAbsence,
    under,
)

__all__ = [
    "DATES",
    "OUR_PROPOSAL",
    "Addendum",
    "Agreement",
    "Ballot",
    "BallotOption",
    "Classification",
    "Clause",
    "Cluster",
    "ClusterHead",
    "ClusterMeeting",
    "ClusterMembership",
    "Compact",
    "CompactComment",
    "CriteriaSet",
    "Criterion",
    "Cycle",
    "EvidenceFile",
    "Extension",
    "FinalBy",
    "Goal",
    "Mark",
    "PeerMark",
    "PeerSheet",
    "Ranking",
    "ScoreSheet",
    "ScoringRules",
    "Section",
    "Signable",
    "Signature",
    "SignedScan",
    "SigningAbsence",
    "Stage",
    "Target",
    "TargetResult",
    "Ties",
    "base_maximum",
    "goal_of",
    "in_outline",
    "meeting_of",
    "registers_for",
    "rules_of",
    "under",
]
