<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name></name>
    <message>
        <source>16 bits (bfloat16)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A blob that is larger is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API of Auto Drive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto Drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto Drive downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue up, orange down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of rises and falls. Blue and orange are told apart by everybody; signs and triangles say the same either way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the window. As the system: follows the desktop, also when it changes at night.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equal ratios of prices are equally high. Alt+L on the chart changes it, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU where there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU, or not at all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gains and losses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green up, red down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP gateways of IPFS, only read, asked after the stores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP proxy for everything that leaves for another machine. Empty: the one that the variables HTTPS_PROXY and HTTP_PROXY name, if any. One that needs a password goes into those.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heikin-Ashi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide amounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hollow candles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How Market draws them. The menu of the chart changes it, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long one store may take for one blob.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the coordinator and the agent may be silent before a request has failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IPFS node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest blob</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines of the chart: ema_100, bands, a feature&apos;s name for a pane of its own, or price. and a feature&apos;s name for the price behind it. Names that this version cannot draw are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock an account that has a password after so long without a key or the mouse; 0 never does. A job that you started is waited for: it may have to sign.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock when idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the products in your own trainings; rounds and private training use 32 bits. 16 bits are less exact, and faster where the device has units for them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the window. The command line, files, records and what other programs say stay in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RPC of your own IPFS node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show money as bullets, from the start of the program. The eye and Ctrl+Shift+H change it, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine&apos;s time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads of a training; 0 measures whether one or two are faster. More than the idle cores slow it down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time for a blob</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tint the candles that the newest model of the pair was trained and validated on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the last model was trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where Auto Drive gives blobs back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where blobs are kept, in the order in which they are asked; each is put to all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where models are trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zone of the times on screen. Candles, files, records and fields to type in stay in UTC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>中文</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
