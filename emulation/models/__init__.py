"""Thi đua: clusters of units, the compacts they sign each year, and how the year is graded."""

from .clusters import Cluster, ClusterHead, ClusterMembership
from .compacts import Clause, Compact, Section, Signature, Target, TargetResult
from .grades import Classification

__all__ = [
    "Classification",
    "Clause",
    "Cluster",
    "ClusterHead",
    "ClusterMembership",
    "Compact",
    "Section",
    "Signature",
    "Target",
    "TargetResult",
]
