"""The outside world on one page: the protocols that adapters implement and roles call, sorted by subject."""

from app.ports.agent import AgentStore
from app.ports.candles import (
    CandleFeed,
    CandleFiles,
    CandleNotes,
    CandlePage,
    CandleSource,
    CandleStore,
    Exchanges,
    FileReport,
    ImportedCandles,
    StoredCandles,
)
from app.ports.chain import Block, Chain, Event, Receipt
from app.ports.machine import Clock, Progress, SecretStore, Worker
from app.ports.payments import ExternalSigner, PaymentNode, Transfer
from app.ports.rounds import AgentGateway, CoordinatorGateway, LeaseState, LeaseStore, LogEntry, RoundLog
from app.ports.sent import LOG_ITSELF, SentField, SentRecord, SentTotal, WireLog
from app.ports.storage import ArtifactStore, BlobStore, PublicArtifacts
from app.ports.trader import (
    PrivacyCharge,
    PrivacyLimit,
    RoundRecord,
    SessionRecord,
    TraderStore,
    TransactionRecord,
)

__all__ = [
    "LOG_ITSELF",
    "AgentGateway",
    "AgentStore",
    "ArtifactStore",
    "BlobStore",
    "Block",
    "CandleFeed",
    "CandleFiles",
    "CandleNotes",
    "CandlePage",
    "CandleSource",
    "CandleStore",
    "Chain",
    "Clock",
    "CoordinatorGateway",
    "Event",
    "Exchanges",
    "ExternalSigner",
    "FileReport",
    "ImportedCandles",
    "LeaseState",
    "LeaseStore",
    "LogEntry",
    "PaymentNode",
    "PrivacyCharge",
    "PrivacyLimit",
    "Progress",
    "PublicArtifacts",
    "Receipt",
    "RoundLog",
    "RoundRecord",
    "SecretStore",
    "SentField",
    "SentRecord",
    "SentTotal",
    "SessionRecord",
    "StoredCandles",
    "TraderStore",
    "TransactionRecord",
    "Transfer",
    "WireLog",
    "Worker",
]
