"""Nothing in; every setting of a user out: its place, kind, default and meaning, for all that shows it."""

from dataclasses import dataclass
from typing import Any

from app.settings import STORES, StorageSettings
from app.user_settings.kinds import Choice, Kind, Name, Number, Place, Several, Switch, Url, Zone


@dataclass(frozen=True)
class Setting:
    """One setting.

    Args:
        section: the table of the TOML file that it stands in.
        name: its key there.
        kind: what its values are.
        default: its value where nobody chose one.
        title: what a screen calls it.
        description: what it does, in sentences.
        needs_restart: True where programs that run go on with the old value.
    """

    section: str
    name: str
    kind: Kind
    default: Any
    title: str
    description: str
    needs_restart: bool = False

    @property
    def key(self) -> str:
        """What the command line calls it, as "appearance.theme"."""
        return f"{self.section}.{self.name}"

    @property
    def variable(self) -> str:
        """The variable of the environment that goes before the file."""
        return f"CONFLUX_{self.section}_{self.name}".upper()


SECTIONS = {
    "appearance": "Appearance",
    "chart": "Chart",
    "privacy": "Privacy",
    "wallet": "Wallet",
    "profit": "Profit",
    "training": "Training",
    "network": "Connection",
    "storage": "Storage",
    "updates": "Updates",
}
"""Tables of the file in the order in which they are shown, and what a screen calls them."""

CURRENCIES = ("USDT", "USDC", "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "BTC", "ETH")
"""Coins and currencies that amounts can be valued in, by their tickers."""

SETTINGS = (
    Setting(
        "appearance",
        "theme",
        Choice((("dark", "Dark"), ("light", "Light"), ("system", "As the system"))),
        "dark",
        "Theme",
        "Colours of the window. As the system: follows the desktop, also when it changes at night.",
    ),
    Setting(
        "appearance",
        "colors",
        Choice((("blue_orange", "Blue up, orange down"), ("green_red", "Green up, red down"))),
        "blue_orange",
        "Gains and losses",
        "Colours of rises and falls. Blue and orange are told apart by everybody; "
        "signs and triangles say the same either way.",
    ),
    Setting(
        "appearance",
        "language",
        Choice((("system", "As the system"), ("en", "English"), ("de", "Deutsch"), ("zh", "\u4e2d\u6587"))),
        "system",
        "Language",
        "Of the window. The command line, files, records and what other programs say stay in English.",
        needs_restart=True,
    ),
    Setting(
        "appearance",
        "time_zone",
        Zone(),
        "utc",
        "Times",
        "Zone of the times on screen: utc, local for this machine's, or a name as Europe/Berlin. "
        "The button in the status bar changes it, too. Candles, files, records and fields to type in stay "
        "in UTC.",
    ),
    Setting(
        "chart",
        "candles",
        Choice((("candles", "Candles"), ("hollow", "Hollow candles"), ("heikin_ashi", "Heikin-Ashi"))),
        "candles",
        "Candles",
        "How Market draws them. The menu of the chart changes it, too.",
    ),
    Setting(
        "chart",
        "log_prices",
        Switch(),
        False,
        "Logarithmic prices",
        "Equal ratios of prices are equally high. Alt+L on the chart changes it, too.",
    ),
    Setting(
        "chart",
        "trained_on",
        Switch(),
        False,
        "What the last model was trained on",
        "Tint the candles that the newest model of the pair was trained and validated on.",
    ),
    Setting(
        "chart",
        "indicators",
        Several(Name(), may_be_empty=True),
        ("ema_100", "bands"),
        "Indicators",
        "Lines of the chart: ema_100, bands, a feature's name for a pane of its own, or price. and a "
        "feature's name for the price behind it. Names that this version cannot draw are left out.",
    ),
    Setting(
        "privacy",
        "hide_amounts",
        Switch(),
        False,
        "Hide amounts",
        "Show money as bullets, from the start of the program. The eye and Ctrl+Shift+H change it, too.",
    ),
    Setting(
        "wallet",
        "lock_after_minutes",
        Number(0, 1440, "minutes"),
        0,
        "Lock when idle",
        "Lock an account that has a password after so long without a key or the mouse; 0 never does. "
        "A job that you started is waited for: it may have to sign.",
    ),
    Setting(
        "wallet",
        "confirm_above",
        Number(0, 1e15, "whole coins", is_whole=False),
        1000.0,
        "Type large amounts again",
        "A payment of more coins of one kind than this is signed only after its amount, or the word send, "
        "was typed; 0 asks for every payment.",
    ),
    Setting(
        "wallet",
        "confirmations",
        Number(1, 1000, "blocks"),
        12,
        "Blocks until a payment is sure",
        "How many blocks must stand on a transaction until the history takes it for final. A practice chain "
        "makes three at most.",
    ),
    Setting(
        "wallet",
        "signer_address",
        Place(),
        "http://127.0.0.1:8550",
        "External signer",
        "Where Clef, or another program that speaks its protocol, waits for accounts whose key is not here: "
        "an address of this machine, or the path of its socket file.",
        needs_restart=True,
    ),
    Setting(
        "wallet",
        "signer_seconds",
        Number(5, 3600, "seconds"),
        120,
        "Patience with the signer",
        "How long the external signer's own question may stay unanswered.",
        needs_restart=True,
    ),
    Setting(
        "profit",
        "currency",
        Choice(tuple((name, name) for name in CURRENCIES)),
        "USDT",
        "Reference currency",
        "What coins that came to you are valued in, at the price of the day from candles that are stored or "
        "that the network's market has. Where none says it, nothing is guessed.",
    ),
    Setting(
        "training",
        "device",
        Choice((("auto", "GPU where there is one"), ("cpu", "CPU"), ("cuda", "GPU, or not at all"))),
        "auto",
        "Device",
        "Where models are trained.",
        needs_restart=True,
    ),
    Setting(
        "training",
        "threads",
        Number(0, 256),
        0,
        "CPU threads",
        "Threads of a training; 0 measures whether one or two are faster. "
        "More than the idle cores slow it down.",
        needs_restart=True,
    ),
    Setting(
        "training",
        "precision",
        Choice((("float32", "32 bits"), ("bfloat16", "16 bits (bfloat16)"))),
        "float32",
        "Precision",
        "Of the products in your own trainings; rounds and private training use 32 bits. "
        "16 bits are less exact, and faster where the device has units for them.",
        needs_restart=True,
    ),
    Setting(
        "network",
        "timeout_seconds",
        Number(1, 600, "seconds", is_whole=False),
        30.0,
        "Wait for an answer",
        "How long the coordinator and the agent may be silent before a request has failed.",
        needs_restart=True,
    ),
    Setting(
        "network",
        "proxy",
        Url(may_be_empty=True),
        "",
        "Proxy",
        "HTTP proxy for everything that leaves for another machine. Empty: the one that the variables "
        "HTTPS_PROXY and HTTP_PROXY name, if any. One that needs a password goes into those.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "stores",
        Several(Choice(tuple((name, name) for name in STORES))),
        StorageSettings.stores,
        "Stores",
        "Where blobs are kept, in the order in which they are asked; each is put to all.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "gateways",
        Several(Url(), may_be_empty=True),
        StorageSettings.gateways,
        "Gateways",
        "HTTP gateways of IPFS, only read, asked after the stores.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "ipfs_url",
        Url(),
        StorageSettings.ipfs_url,
        "IPFS node",
        "RPC of your own IPFS node.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "autodrive_url",
        Url(),
        StorageSettings.autodrive_url,
        "Auto Drive",
        "API of Auto Drive.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "autodrive_download_url",
        Url(),
        StorageSettings.autodrive_download_url,
        "Auto Drive downloads",
        "Where Auto Drive gives blobs back.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "timeout_seconds",
        Number(0.1, 86_400, "seconds", is_whole=False),
        StorageSettings.timeout_seconds,
        "Time for a blob",
        "How long one store may take for one blob.",
        needs_restart=True,
    ),
    Setting(
        "storage",
        "size_limit_mib",
        Number(1, 1 << 16, "MiB"),
        StorageSettings.size_limit_mib,
        "Largest blob",
        "A blob that is larger is refused.",
        needs_restart=True,
    ),
    Setting(
        "updates",
        "check",
        Switch(),
        False,
        "Look for new versions",
        "Ask the release server once after each start whether a later version is there. It learns this "
        "machine's address and that Conflux runs here, nothing else. Nothing is ever installed.",
    ),
    Setting(
        "updates",
        "url",
        Url(may_be_empty=True),
        "",
        "Release server",
        "Where the signed notice of the newest release lies; https, or http on this machine.",
    ),
)
"""All settings, section by section, in the order in which they are shown."""

BY_KEY = {setting.key: setting for setting in SETTINGS}
