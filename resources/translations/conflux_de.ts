<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name></name>
    <message>
        <source>  Settings</source>
        <translation>  Einstellungen</translation>
    </message>
    <message>
        <source> Shared with {others}.</source>
        <translation> Gemeinsam mit {others}.</translation>
    </message>
    <message>
        <source> and {names} more</source>
        <translation> und {names} weitere</translation>
    </message>
    <message>
        <source> closes in {left}</source>
        <translation> schließt in {left}</translation>
    </message>
    <message>
        <source> in all</source>
        <translation> insgesamt</translation>
    </message>
    <message>
        <source> is closing</source>
        <translation> schließt gerade</translation>
    </message>
    <message>
        <source> made of {timeframe} ones</source>
        <translation> aus {timeframe}-Kerzen gebildet</translation>
    </message>
    <message>
        <source> missing</source>
        <translation> fehlend</translation>
    </message>
    <message>
        <source> of your {epsilon_limit}</source>
        <translation> von Ihren {epsilon_limit}</translation>
    </message>
    <message>
        <source> with noise of {least_noise:g} or more</source>
        <translation> mit Rauschen ab {least_noise:g}</translation>
    </message>
    <message>
        <source> with noise of {noise_multiplier:g} or more</source>
        <translation> mit Rauschen ab {noise_multiplier:g}</translation>
    </message>
    <message>
        <source> {failed} not whole: the table says why. Download goes on where it ended.</source>
        <translation> {failed} unvollständig: Die Tabelle nennt den Grund. „Herunterladen“ setzt dort fort, wo es endete.</translation>
    </message>
    <message>
        <source> · closes in {left}</source>
        <translation> · schließt in {left}</translation>
    </message>
    <message>
        <source> · no model was trained on these candles</source>
        <translation> · auf diesen Kerzen wurde kein Modell trainiert</translation>
    </message>
    <message>
        <source> · {left} left</source>
        <translation> · noch {left}</translation>
    </message>
    <message>
        <source> · {missing:,} missing in {gaps}</source>
        <translation> · {missing:,} fehlen in {gaps}</translation>
    </message>
    <message numerus="yes">
        <source> · {n} own trade(s) without a side left out</source>
        <translation>
            <numerusform> · {n} eigener Trade ohne Seite ausgelassen</numerusform>
            <numerusform> · {n} eigene Trades ohne Seite ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source> · {trades} outside these candles</source>
        <translation> · {trades} außerhalb dieser Kerzen</translation>
    </message>
    <message>
        <source> · ε {epsilon:.2f} a window</source>
        <translation> · ε {epsilon:.2f} je Fenster</translation>
    </message>
    <message>
        <source>(UTC)</source>
        <translation>(UTC)</translation>
    </message>
    <message>
        <source>, attempt {attempt}</source>
        <translation>, Versuch {attempt}</translation>
    </message>
    <message>
        <source>, epsilon {epsilon}</source>
        <translation>, Epsilon {epsilon}</translation>
    </message>
    <message>
        <source>, model {model}</source>
        <translation>, Modell {model}</translation>
    </message>
    <message>
        <source>, no model yet</source>
        <translation>, noch kein Modell</translation>
    </message>
    <message>
        <source>, paused by {pause}</source>
        <translation>, angehalten durch {pause}</translation>
    </message>
    <message>
        <source>, up to {most_sums} times</source>
        <translation>, bis zu {most_sums}-mal</translation>
    </message>
    <message>
        <source>, window of round {round_id}</source>
        <translation>, Fenster der Runde {round_id}</translation>
    </message>
    <message>
        <source>--candles needs --start.</source>
        <translation>--candles braucht --start.</translation>
    </message>
    <message>
        <source>--start needs --candles.</source>
        <translation>--start braucht --candles.</translation>
    </message>
    <message>
        <source>0 is &apos;always the mean&apos;; higher is better.</source>
        <translation>0 ist „immer der Mittelwert“; höher ist besser.</translation>
    </message>
    <message>
        <source>0 is &apos;tomorrow is like today&apos;; higher is better.</source>
        <translation>0 ist „morgen ist wie heute“; höher ist besser.</translation>
    </message>
    <message>
        <source>0 is tomorrow like today</source>
        <translation>0 ist morgen wie heute</translation>
    </message>
    <message>
        <source>0.5 is a guess; higher is better.</source>
        <translation>0.5 ist geraten; höher ist besser.</translation>
    </message>
    <message>
        <source>0.500 is a guess</source>
        <translation>0.500 ist geraten</translation>
    </message>
    <message>
        <source>0.6931 is a coin; lower is better.</source>
        <translation>0.6931 ist ein Münzwurf; niedriger ist besser.</translation>
    </message>
    <message>
        <source>0x…, an ethereum: request, or a contact&apos;s name</source>
        <translation>0x…, eine ethereum:-Anforderung oder der Name eines Kontakts</translation>
    </message>
    <message>
        <source>12 to 24 seed words, or a private key of 64 hexadecimal digits.</source>
        <translation>12 bis 24 Wiederherstellungswörter oder ein privater Schlüssel aus 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>16 bits (bfloat16)</source>
        <translation>16 Bit (bfloat16)</translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>64 hexadecimal digits. Your seed words do not cover it: keep the key, or a back-up file.</source>
        <translation>64 Hexadezimalziffern. Die Wiederherstellungswörter decken ihn nicht ab: den Schlüssel oder eine Sicherungsdatei aufbewahren.</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>95 % interval {} to {}.</source>
        <translation>95-%-Intervall {} bis {}.</translation>
    </message>
    <message>
        <source>; they also chose the epoch</source>
        <translation>; sie wählten auch die Epoche</translation>
    </message>
    <message>
        <source>A CID looks like bafkrei... or Qm...</source>
        <translation>Eine CID sieht aus wie bafkrei... oder Qm...</translation>
    </message>
    <message>
        <source>A CID of version 0 is written without a letter for its base.</source>
        <translation>Eine CID der Version 0 wird ohne einen Buchstaben für ihre Basis geschrieben.</translation>
    </message>
    <message>
        <source>A CSV of your own fills; it stays here</source>
        <translation>Eine CSV-Datei der eigenen Ausführungen; sie bleibt hier</translation>
    </message>
    <message>
        <source>A beacon is the 32 bytes of a block&apos;s hash, after joins, commitments and scores.</source>
        <translation>Ein Beacon sind die 32 Bytes eines Block-Hashs, nach Beitritten, Commitments und Scores.</translation>
    </message>
    <message>
        <source>A blob that is larger is refused.</source>
        <translation>Ein größerer Blob wird abgelehnt.</translation>
    </message>
    <message>
        <source>A block is cut short or is no message of fields.</source>
        <translation>Ein Block ist abgeschnitten oder keine Nachricht aus Feldern.</translation>
    </message>
    <message>
        <source>A candle of less than a minute cannot be shown.</source>
        <translation>Eine Kerze unter einer Minute kann nicht angezeigt werden.</translation>
    </message>
    <message>
        <source>A change counts after the next start.</source>
        <translation>Eine Änderung gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>A check of the transcript failed, so that nothing follows from its scores.</source>
        <translation>Eine Prüfung des Transkripts schlug fehl; aus seinen Scores folgt daher nichts.</translation>
    </message>
    <message>
        <source>A commitment; it says nothing of the seed.</source>
        <translation>Ein Commitment; es verrät nichts über den Startwert.</translation>
    </message>
    <message>
        <source>A digest has 64 hexadecimal digits.</source>
        <translation>Ein Digest hat 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>A download goes on; the status bar shows it</source>
        <translation>Ein Download läuft weiter; die Statusleiste zeigt ihn</translation>
    </message>
    <message>
        <source>A feature stands twice in the specification.</source>
        <translation>Ein Merkmal steht zweimal in der Spezifikation.</translation>
    </message>
    <message>
        <source>A file that the operator of a network gave you</source>
        <translation>Eine Datei, die der Betreiber eines Netzwerks bereitstellt</translation>
    </message>
    <message>
        <source>A key for key agreement is of small order.</source>
        <translation>Ein Schlüssel für die Schlüsselvereinbarung hat kleine Ordnung.</translation>
    </message>
    <message>
        <source>A keystore file of version 3, as geth and other wallets write.</source>
        <translation>Eine Keystore-Datei der Version 3, wie sie geth und andere Wallets schreiben.</translation>
    </message>
    <message>
        <source>A label must look at least one candle ahead.</source>
        <translation>Ein Label muss mindestens eine Kerze vorausblicken.</translation>
    </message>
    <message>
        <source>A late client sits out until the next attempt.</source>
        <translation>Ein verspäteter Client setzt bis zum nächsten Versuch aus.</translation>
    </message>
    <message>
        <source>A limit held the agent back on {pair}: {limit}.</source>
        <translation>Ein Limit hielt den Agenten bei {pair} zurück: {limit}.</translation>
    </message>
    <message>
        <source>A link among the blocks leads nowhere.</source>
        <translation>Ein Verweis zwischen den Blöcken führt ins Leere.</translation>
    </message>
    <message>
        <source>A link was opened</source>
        <translation>Ein Link wurde geöffnet</translation>
    </message>
    <message>
        <source>A masked answer of the record is missing or has another length.</source>
        <translation>Eine maskierte Antwort der Aufzeichnung fehlt oder hat eine andere Länge.</translation>
    </message>
    <message>
        <source>A masked update comes with too much beside it.</source>
        <translation>Neben einem maskierten Update kommt zu viel anderes mit.</translation>
    </message>
    <message>
        <source>A message does not name its version and kind.</source>
        <translation>Eine Nachricht nennt ihre Version und Art nicht.</translation>
    </message>
    <message>
        <source>A message has no fields.</source>
        <translation>Eine Nachricht hat keine Felder.</translation>
    </message>
    <message>
        <source>A message holds a CBOR tag; none is allowed.</source>
        <translation>Eine Nachricht enthält ein CBOR-Tag; keines ist erlaubt.</translation>
    </message>
    <message>
        <source>A message is not well-formed CBOR.</source>
        <translation>Eine Nachricht ist kein wohlgeformtes CBOR.</translation>
    </message>
    <message>
        <source>A message that came too late is left out.</source>
        <translation>Eine zu spät gekommene Nachricht wird ausgelassen.</translation>
    </message>
    <message>
        <source>A name that looks like an address misleads.</source>
        <translation>Ein Name, der wie eine Adresse aussieht, führt in die Irre.</translation>
    </message>
    <message>
        <source>A new version</source>
        <translation>Eine neue Version</translation>
    </message>
    <message>
        <source>A notice has a serial number above 0 and says something for up to 180 days.</source>
        <translation>Eine Mitteilung hat eine laufende Nummer über 0 und gilt höchstens 180 Tage.</translation>
    </message>
    <message>
        <source>A number among the bytes is cut short or not in its shortest form.</source>
        <translation>Eine Zahl unter den Bytes ist abgeschnitten oder nicht in ihrer kürzesten Form.</translation>
    </message>
    <message>
        <source>A part of the windows is a share between 0 and 1.</source>
        <translation>Ein Teil der Fenster ist ein Anteil zwischen 0 und 1.</translation>
    </message>
    <message>
        <source>A password stands after the question mark of the database&apos;s URL.</source>
        <translation>Nach dem Fragezeichen der Datenbank-URL steht ein Passwort.</translation>
    </message>
    <message>
        <source>A payment of more coins of one kind than this is signed only after its amount, or the word send, was typed; 0 asks for every payment.</source>
        <translation>Eine Zahlung von mehr Coins einer Art als hier wird erst signiert, wenn ihr Betrag oder das Wort send eingetippt wurde; 0 fragt bei jeder Zahlung.</translation>
    </message>
    <message>
        <source>A payout table is malformed.</source>
        <translation>Eine Auszahlungstabelle ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>A payout table is not in its canonical form.</source>
        <translation>Eine Auszahlungstabelle ist nicht in ihrer kanonischen Form.</translation>
    </message>
    <message>
        <source>A personal model grows from a network&apos;s model.</source>
        <translation>Ein persönliches Modell entsteht aus dem Modell eines Netzwerks.</translation>
    </message>
    <message>
        <source>A private key has 64 hexadecimal digits.</source>
        <translation>Ein privater Schlüssel hat 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>A quantile is searched for in several sums.</source>
        <translation>Ein Quantil wird in mehreren Summen gesucht.</translation>
    </message>
    <message>
        <source>A recipient&apos;s public key has 64 hexadecimal digits.</source>
        <translation>Der öffentliche Schlüssel eines Empfängers hat 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>A reward can be claimed.</source>
        <translation>Eine Belohnung kann eingefordert werden.</translation>
    </message>
    <message>
        <source>A sealed box was altered or is for somebody else.</source>
        <translation>Eine versiegelte Box wurde verändert oder ist für jemand anderen.</translation>
    </message>
    <message>
        <source>A session of another kind was kept for this training round.</source>
        <translation>Für diese Trainingsrunde wurde eine Sitzung anderer Art aufbewahrt.</translation>
    </message>
    <message>
        <source>A signature fits no key.</source>
        <translation>Eine Signatur passt zu keinem Schlüssel.</translation>
    </message>
    <message>
        <source>A signature is malformed.</source>
        <translation>Eine Signatur ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>A signature is not in its canonical form.</source>
        <translation>Eine Signatur ist nicht in ihrer kanonischen Form.</translation>
    </message>
    <message>
        <source>A store has no time or no room.</source>
        <translation>Ein Speicher hat keine Zeit oder keinen Platz.</translation>
    </message>
    <message>
        <source>A sum of the query has another length than its vectors.</source>
        <translation>Eine Summe der Abfrage hat eine andere Länge als ihre Vektoren.</translation>
    </message>
    <message>
        <source>A trade costs a fee: the agent makes one only when it expects more than that.</source>
        <translation>Ein Trade kostet Gebühren: Der Agent handelt nur, wenn er mehr als das erwartet.</translation>
    </message>
    <message>
        <source>A training round has a reference direction, and no other.</source>
        <translation>Eine Trainingsrunde hat eine Referenzrichtung, andere Runden haben keine.</translation>
    </message>
    <message>
        <source>A vector of the score request has another length than the model.</source>
        <translation>Ein Vektor der Score-Anfrage hat eine andere Länge als das Modell.</translation>
    </message>
    <message>
        <source>A vector of the score request is longer than the protocol&apos;s directions are.</source>
        <translation>Ein Vektor der Score-Anfrage ist länger, als die Richtungen des Verfahrens sind.</translation>
    </message>
    <message>
        <source>A walk forward needs folds, and no negative embargo.</source>
        <translation>Ein Walk-Forward braucht Folds und kein negatives Embargo.</translation>
    </message>
    <message>
        <source>API of Auto Drive.</source>
        <translation>API von Auto Drive.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Accounts of this wallet</source>
        <translation>Konten dieser Wallet</translation>
    </message>
    <message>
        <source>Accounts…</source>
        <translation>Konten…</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Add a contact</source>
        <translation>Kontakt hinzufügen</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <source>Add candle files, move --start, or lower --traders.</source>
        <translation>Kerzendateien hinzufügen, --start verschieben oder --traders senken.</translation>
    </message>
    <message>
        <source>Add one of your own.</source>
        <translation>Ein eigenes hinzufügen.</translation>
    </message>
    <message>
        <source>Added {candles} to {names}.{notes}</source>
        <translation>{candles} zu {names} hinzugefügt.{notes}</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address book</source>
        <translation>Adressbuch</translation>
    </message>
    <message>
        <source>Address book…</source>
        <translation>Adressbuch…</translation>
    </message>
    <message>
        <source>Address of its account</source>
        <translation>Adresse seines Kontos</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>After limits</source>
        <translation>Nach Limits</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Gegenüber</translation>
    </message>
    <message>
        <source>Against the baseline</source>
        <translation>Gegenüber Baseline</translation>
    </message>
    <message>
        <source>Against the standards</source>
        <translation>Gegenüber den Maßstäben</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Agent&apos;s equity</source>
        <translation>Kapital des Agenten</translation>
    </message>
    <message>
        <source>Agree and answer</source>
        <translation>Zustimmen und antworten</translation>
    </message>
    <message>
        <source>Agree to every question about {name}{noise}</source>
        <translation>Jeder Frage zu {name}{noise} zustimmen</translation>
    </message>
    <message>
        <source>Agreeing to {column}</source>
        <translation>{column} wird zugestimmt</translation>
    </message>
    <message>
        <source>Agree…</source>
        <translation>Zustimmen…</translation>
    </message>
    <message>
        <source>All accounts in one file, sealed with this password. Keep it on another machine. Nobody can bring a lost password back.</source>
        <translation>Alle Konten in einer Datei, mit diesem Passwort versiegelt. Auf einem anderen Rechner aufbewahren. Ein verlorenes Passwort kann niemand zurückbringen.</translation>
    </message>
    <message>
        <source>All accounts, imported keys and names, sealed with a password of its own (Argon2id, AES-256).</source>
        <translation>Alle Konten, importierten Schlüssel und Namen, mit einem eigenen Passwort versiegelt (Argon2id, AES-256).</translation>
    </message>
    <message>
        <source>All bytes sent; Rounds lists them by purpose. No message has a place for a candle.</source>
        <translation>Alle gesendeten Bytes; „Runden“ listet sie nach Zweck auf. Keine Nachricht hat Platz für eine Kerze.</translation>
    </message>
    <message>
        <source>All candles (CSV)…</source>
        <translation>Alle Kerzen (CSV)…</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Alle Aufgaben</translation>
    </message>
    <message>
        <source>All lines that are listed</source>
        <translation>Alle aufgeführten Zeilen</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Alles davon</translation>
    </message>
    <message>
        <source>All of the agent&apos;s capital is in coins of the pool.</source>
        <translation>Das gesamte Kapital des Agenten steckt in Coins des Pools.</translation>
    </message>
    <message>
        <source>All parts</source>
        <translation>Alle Teile</translation>
    </message>
    <message>
        <source>All settings, one by one (F1)</source>
        <translation>Alle Einstellungen, eine nach der anderen (F1)</translation>
    </message>
    <message>
        <source>All that left this machine</source>
        <translation>Alles, was diesen Rechner verließ</translation>
    </message>
    <message>
        <source>All there is</source>
        <translation>Alles, was da ist</translation>
    </message>
    <message>
        <source>All {pairs} pairs</source>
        <translation>Alle {pairs} Paare</translation>
    </message>
    <message>
        <source>Allow a greater epsilon, or train for fewer epochs.</source>
        <translation>Ein größeres Epsilon zulassen oder weniger Epochen trainieren.</translation>
    </message>
    <message>
        <source>Always agree</source>
        <translation>Immer zustimmen</translation>
    </message>
    <message>
        <source>Always agree…</source>
        <translation>Immer zustimmen…</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>An action, screen, setting, help page or pair</source>
        <translation>Eine Aktion, Ansicht, Einstellung, Hilfeseite oder ein Paar</translation>
    </message>
    <message>
        <source>An address in mixed case must carry its right checksum.</source>
        <translation>Eine Adresse in gemischter Schreibung muss ihre richtige Prüfsumme tragen.</translation>
    </message>
    <message>
        <source>An attempt needs a fresh secret of 32 bytes.</source>
        <translation>Ein Versuch braucht ein neues Geheimnis von 32 Bytes.</translation>
    </message>
    <message>
        <source>An earlier version trained this model</source>
        <translation>Eine frühere Version trainierte dieses Modell</translation>
    </message>
    <message>
        <source>An edge is unresolved; only the total with {others} is known, and none is paid.</source>
        <translation>Eine Kante ist ungeklärt; nur die Summe mit {others} ist bekannt, und keiner wird bezahlt.</translation>
    </message>
    <message>
        <source>An embargo cannot be negative.</source>
        <translation>Ein Embargo kann nicht negativ sein.</translation>
    </message>
    <message>
        <source>An invitation to another network</source>
        <translation>Eine Einladung in ein anderes Netzwerk</translation>
    </message>
    <message>
        <source>Another account came into use meanwhile.</source>
        <translation>Inzwischen wird ein anderes Konto verwendet.</translation>
    </message>
    <message>
        <source>Another set of clients may have been unmasked before in this round: sums over several sets can be combined to show single updates.</source>
        <translation>In dieser Runde wurde womöglich schon eine andere Menge von Clients demaskiert: Aus Summen über mehrere Mengen lassen sich einzelne Updates errechnen.</translation>
    </message>
    <message>
        <source>Answer the next one.</source>
        <translation>Die nächste beantworten.</translation>
    </message>
    <message>
        <source>Answer the open questions that have my word</source>
        <translation>Offene Fragen beantworten, denen ich zugestimmt habe</translation>
    </message>
    <message>
        <source>Answer this question?</source>
        <translation>Diese Frage beantworten?</translation>
    </message>
    <message>
        <source>Answer what I agreed to</source>
        <translation>Zugestimmte beantworten</translation>
    </message>
    <message>
        <source>Answering question {number}</source>
        <translation>Frage {number} wird beantwortet</translation>
    </message>
    <message>
        <source>Answering questions</source>
        <translation>Fragen werden beantwortet</translation>
    </message>
    <message>
        <source>Anybody can write such a link: a web page, a mail, a message. It cannot prove where it comes from, and it has done nothing yet.</source>
        <translation>Einen solchen Link kann jeder schreiben: eine Webseite, eine E-Mail, eine Nachricht. Er kann nicht beweisen, woher er kommt, und er hat noch nichts getan.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Ask again in a minute.</source>
        <translation>In einer Minute erneut fragen.</translation>
    </message>
    <message>
        <source>Ask again in a moment, or ask the one that leads.</source>
        <translation>Gleich noch einmal fragen oder den führenden Koordinator fragen.</translation>
    </message>
    <message>
        <source>Ask again later.</source>
        <translation>Später erneut fragen.</translation>
    </message>
    <message>
        <source>Ask again when more traders take part.</source>
        <translation>Erneut fragen, wenn mehr Trader teilnehmen.</translation>
    </message>
    <message>
        <source>Ask another gateway.</source>
        <translation>Ein anderes Gateway fragen.</translation>
    </message>
    <message>
        <source>Ask another store.</source>
        <translation>Einen anderen Speicher fragen.</translation>
    </message>
    <message>
        <source>Ask for another key.</source>
        <translation>Einen anderen Schlüssel anfordern.</translation>
    </message>
    <message>
        <source>Ask for them again.</source>
        <translation>Erneut anfordern.</translation>
    </message>
    <message>
        <source>Ask more traders.</source>
        <translation>Mehr Trader fragen.</translation>
    </message>
    <message>
        <source>Ask the exchange, over the network, which pairs it lists</source>
        <translation>Die Börse über das Netz fragen, welche Paare sie führt</translation>
    </message>
    <message>
        <source>Ask the operator for a new network file.</source>
        <translation>Den Betreiber um eine neue Netzwerkdatei bitten.</translation>
    </message>
    <message>
        <source>Ask the operator for a new one.</source>
        <translation>Den Betreiber um eine neue bitten.</translation>
    </message>
    <message>
        <source>Ask the operator for a signed network file.</source>
        <translation>Den Betreiber um eine signierte Netzwerkdatei bitten.</translation>
    </message>
    <message>
        <source>Ask the operator for another node of this network.</source>
        <translation>Den Betreiber um einen anderen Knoten dieses Netzwerks bitten.</translation>
    </message>
    <message>
        <source>Ask the operator to give the new network a name of its own.</source>
        <translation>Den Betreiber bitten, dem neuen Netzwerk einen eigenen Namen zu geben.</translation>
    </message>
    <message>
        <source>Ask the payee for another one.</source>
        <translation>Den Empfänger um eine andere bitten.</translation>
    </message>
    <message>
        <source>Ask the release server once after each start whether a later version is there. It learns this machine&apos;s address and that Conflux runs here, nothing else. Nothing is ever installed.</source>
        <translation>Den Versionsserver nach jedem Start einmal fragen, ob es eine spätere Version gibt. Er erfährt die Adresse dieses Rechners und dass Conflux hier läuft, sonst nichts. Installiert wird nie etwas.</translation>
    </message>
    <message>
        <source>Ask the site for a new one.</source>
        <translation>Die Website um eine neue bitten.</translation>
    </message>
    <message>
        <source>Ask the site for a request on this chain.</source>
        <translation>Die Website um eine Anfrage für diese Chain bitten.</translation>
    </message>
    <message>
        <source>Ask to deposit {amount} in the agent&apos;s vault. It is filled at the price of the next closed epoch.</source>
        <translation>Die Einzahlung von {amount} in den Tresor des Agenten beauftragen. Sie wird zum Preis der nächsten geschlossenen Epoche ausgeführt.</translation>
    </message>
    <message>
        <source>Ask to sell {amount} of the agent&apos;s vault. It is paid at the price of the next closed epoch.</source>
        <translation>Den Verkauf von {amount} aus dem Tresor des Agenten beauftragen. Er wird zum Preis der nächsten geschlossenen Epoche ausgezahlt.</translation>
    </message>
    <message>
        <source>Asked and signed by the network&apos;s operator, {operator}.</source>
        <translation>Gestellt und signiert vom Betreiber des Netzwerks, {operator}.</translation>
    </message>
    <message>
        <source>Asking for the fees…</source>
        <translation>Gebühren werden abgefragt…</translation>
    </message>
    <message>
        <source>Asking {name} for its pairs</source>
        <translation>{name} wird nach Paaren gefragt</translation>
    </message>
    <message>
        <source>Asking {name}…</source>
        <translation>{name} wird gefragt…</translation>
    </message>
    <message>
        <source>At most, gwei</source>
        <translation>Höchstens, Gwei</translation>
    </message>
    <message>
        <source>Auto Drive</source>
        <translation>Auto Drive</translation>
    </message>
    <message>
        <source>Auto Drive downloads</source>
        <translation>Auto-Drive-Downloads</translation>
    </message>
    <message>
        <source>Auto Drive opened an upload without a number.</source>
        <translation>Auto Drive öffnete einen Upload ohne Nummer.</translation>
    </message>
    <message>
        <source>Auto Drive takes blobs only with an API key.</source>
        <translation>Auto Drive nimmt Blobs nur mit einem API-Schlüssel an.</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Durchschnitt</translation>
    </message>
    <message>
        <source>BTC</source>
        <translation>BTC</translation>
    </message>
    <message>
        <source>BTC/USDT, ETH/USDT</source>
        <translation>BTC/USDT, ETH/USDT</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the page before</source>
        <translation>Zurück zur vorigen Seite</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Back up the key.</source>
        <translation>Den Schlüssel sichern.</translation>
    </message>
    <message>
        <source>Back up to</source>
        <translation>Sichern nach</translation>
    </message>
    <message>
        <source>Back up to a file</source>
        <translation>In eine Datei sichern</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sichern…</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>Gesichert</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Baseline</translation>
    </message>
    <message>
        <source>Be asked each time about the chosen column</source>
        <translation>Zur gewählten Spalte jedes Mal gefragt werden</translation>
    </message>
    <message>
        <source>Before every contribution this lists each field that leaves.</source>
        <translation>Vor jedem Beitrag steht hier jedes Feld, das den Rechner verlässt.</translation>
    </message>
    <message>
        <source>Before your first contribution</source>
        <translation>Vor dem ersten Beitrag</translation>
    </message>
    <message>
        <source>Begin it again; what is kept of it is used</source>
        <translation>Neu beginnen; was davon noch da ist, wird verwendet</translation>
    </message>
    <message>
        <source>Better or worse only where the whole interval of the gain is; one in twenty misses by chance.</source>
        <translation>Besser oder schlechter nur, wo das ganze Intervall des Gewinns es ist; jedes zwanzigste irrt durch Zufall.</translation>
    </message>
    <message>
        <source>Biggest fall</source>
        <translation>Größter Rückgang</translation>
    </message>
    <message>
        <source>Blocks until a payment is sure</source>
        <translation>Blöcke, bis eine Zahlung sicher ist</translation>
    </message>
    <message>
        <source>Blue up, orange down</source>
        <translation>Blau auf, Orange ab</translation>
    </message>
    <message>
        <source>Bollinger</source>
        <translation>Bollinger</translation>
    </message>
    <message>
        <source>Bollinger bands 20, 2</source>
        <translation>Bollinger-Bänder 20, 2</translation>
    </message>
    <message>
        <source>Bond</source>
        <translation>Kaution</translation>
    </message>
    <message>
        <source>Boosted trees, a study&apos;s yardstick, need scikit-learn.</source>
        <translation>Boosted Trees, ein Vergleichsmaß der Studie, brauchen scikit-learn.</translation>
    </message>
    <message>
        <source>Both risks must be accepted first.</source>
        <translation>Zuerst sind beide Risiken zu bestätigen.</translation>
    </message>
    <message>
        <source>Both stay on this machine. You can also do it later, on Wallet and on Market.</source>
        <translation>Beides bleibt auf diesem Rechner. Es geht auch später, unter „Wallet“ und „Markt“.</translation>
    </message>
    <message>
        <source>Bought and held</source>
        <translation>Gekauft und gehalten</translation>
    </message>
    <message>
        <source>Bring it back with AgentVault.giveBack.</source>
        <translation>Es mit AgentVault.giveBack zurückbringen.</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Buy &amp; hold</source>
        <translation>Buy &amp; Hold</translation>
    </message>
    <message>
        <source>Buy upload credit on its website.</source>
        <translation>Auf der Website Upload-Guthaben kaufen.</translation>
    </message>
    <message>
        <source>By destination</source>
        <translation>Nach Empfänger</translation>
    </message>
    <message>
        <source>By pair</source>
        <translation>Nach Paar</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>CHF</source>
        <translation>CHF</translation>
    </message>
    <message>
        <source>CNY</source>
        <translation>CNY</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU-Threads</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Kalibrierungsfehler</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel requests</source>
        <translation>Aufträge zurückziehen</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>Laufende Aufgabe abbrechen</translation>
    </message>
    <message>
        <source>Cancel {job}</source>
        <translation>{job} abbrechen</translation>
    </message>
    <message>
        <source>Cancelled; nothing was kept.</source>
        <translation>Abgebrochen; nichts wurde behalten.</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>Abbrechen…</translation>
    </message>
    <message>
        <source>Candle chart</source>
        <translation>Kerzenchart</translation>
    </message>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Candles (*.parquet *.feather *.csv *.txt *.tsv *.json *.gz *.zip);;All files (*)</source>
        <translation>Kerzen (*.parquet *.feather *.csv *.txt *.tsv *.json *.gz *.zip);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Candles and model stay on this machine.</source>
        <translation>Kerzen und Modell bleiben auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Candles are kept per network; connect to one first.</source>
        <translation>Kerzen werden je Netzwerk aufbewahrt; zuerst mit einem verbinden.</translation>
    </message>
    <message>
        <source>Candles in view (CSV)…</source>
        <translation>Sichtbare Kerzen (CSV)…</translation>
    </message>
    <message>
        <source>Candles of</source>
        <translation>Kerzen von</translation>
    </message>
    <message>
        <source>Candles of several timeframes do not go into one dataset.</source>
        <translation>Kerzen verschiedener Zeiteinheiten passen nicht in einen Datensatz.</translation>
    </message>
    <message>
        <source>Candles to personalise on</source>
        <translation>Kerzen zum Personalisieren</translation>
    </message>
    <message>
        <source>Candles to train on</source>
        <translation>Kerzen zum Trainieren</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>Chain intact</source>
        <translation>Kette intakt</translation>
    </message>
    <message>
        <source>Chain intact: {count}</source>
        <translation>Kette intakt: {count}</translation>
    </message>
    <message>
        <source>Chain {chain_id}</source>
        <translation>Chain {chain_id}</translation>
    </message>
    <message>
        <source>Chain: {number}</source>
        <translation>Chain: {number}</translation>
    </message>
    <message>
        <source>Chance that a rising window gets a higher probability than a falling one.</source>
        <translation>Chance, dass ein steigendes Fenster eine höhere Wahrscheinlichkeit bekommt als ein fallendes.</translation>
    </message>
    <message>
        <source>Chance that a rising window gets a higher probability than a falling one; 0.5 is a guess.</source>
        <translation>Chance, dass ein steigendes Fenster eine höhere Wahrscheinlichkeit bekommt als ein fallendes; 0.5 ist geraten.</translation>
    </message>
    <message>
        <source>Change or remove it first.</source>
        <translation>Diesen Eintrag zuerst ändern oder entfernen.</translation>
    </message>
    <message>
        <source>Change the contact</source>
        <translation>Kontakt ändern</translation>
    </message>
    <message>
        <source>Change the network</source>
        <translation>Netzwerk wechseln</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Chart</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check</source>
        <comment>of a round</comment>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Check its address in the settings.</source>
        <translation>Die Adresse in den Einstellungen prüfen.</translation>
    </message>
    <message>
        <source>Check of the log</source>
        <translation>Prüfung des Protokolls</translation>
    </message>
    <message>
        <source>Check symbol and timeframe.</source>
        <translation>Symbol und Zeiteinheit prüfen.</translation>
    </message>
    <message>
        <source>Check that candles and models are those of the round.</source>
        <translation>Prüfen, ob Kerzen und Modelle die der Runde sind.</translation>
    </message>
    <message>
        <source>Check that it runs and that this machine is online.</source>
        <translation>Prüfen, ob der Dienst läuft und dieser Rechner online ist.</translation>
    </message>
    <message>
        <source>Check that it runs.</source>
        <translation>Prüfen, ob sie läuft.</translation>
    </message>
    <message>
        <source>Check that no entry was changed or removed</source>
        <translation>Prüfen, dass kein Eintrag geändert oder entfernt wurde</translation>
    </message>
    <message>
        <source>Check the address, or ask the operator for a new network file.</source>
        <translation>Die Adresse prüfen oder den Betreiber um eine neue Netzwerkdatei bitten.</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>Die Adresse prüfen.</translation>
    </message>
    <message>
        <source>Check the clock of this machine; else look at the project&apos;s own page.</source>
        <translation>Die Uhr dieses Rechners prüfen; sonst auf der Seite des Projekts nachsehen.</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>Den Datenträger prüfen.</translation>
    </message>
    <message>
        <source>Check the file.</source>
        <translation>Die Datei prüfen.</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions.</source>
        <translation>Die Rechte des Ordners prüfen.</translation>
    </message>
    <message>
        <source>Check the folder.</source>
        <translation>Den Ordner prüfen.</translation>
    </message>
    <message>
        <source>Check the newest settled round again, by yourself</source>
        <translation>Die neueste abgerechnete Runde selbst noch einmal prüfen</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Den Pfad prüfen.</translation>
    </message>
    <message>
        <source>Check the round&apos;s terms.</source>
        <translation>Die Bedingungen der Runde prüfen.</translation>
    </message>
    <message>
        <source>Check the spelling and the order of the 12 to 24 words.</source>
        <translation>Schreibweise und Reihenfolge der 12 bis 24 Wörter prüfen.</translation>
    </message>
    <message>
        <source>Check the spelling, as BTC/USDT.</source>
        <translation>Die Schreibweise prüfen, etwa BTC/USDT.</translation>
    </message>
    <message>
        <source>Check the time zone of the file, and that its times are those at which candles open.</source>
        <translation>Die Zeitzone der Datei prüfen, und ob ihre Zeiten die sind, zu denen Kerzen öffnen.</translation>
    </message>
    <message>
        <source>Check this machine&apos;s clock.</source>
        <translation>Die Uhr dieses Rechners prüfen.</translation>
    </message>
    <message>
        <source>Check updates.url.</source>
        <translation>updates.url prüfen.</translation>
    </message>
    <message>
        <source>Checking quality</source>
        <translation>Qualität wird geprüft</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Checks of a round</source>
        <translation>Prüfungen einer Runde</translation>
    </message>
    <message>
        <source>Choose --since and --until inside the data.</source>
        <translation>--since und --until innerhalb der Daten wählen.</translation>
    </message>
    <message>
        <source>Choose a folder that exists.</source>
        <translation>Einen vorhandenen Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to, with free space.</source>
        <translation>Einen beschreibbaren Ordner mit freiem Platz wählen.</translation>
    </message>
    <message>
        <source>Choose a keystore file of version 3, as UTC--2026-01-31T….</source>
        <translation>Eine Keystore-Datei der Version 3 wählen, etwa UTC--2026-01-31T….</translation>
    </message>
    <message>
        <source>Choose a later --since, or get a longer history with `conflux data download`.</source>
        <translation>Ein späteres --since wählen oder mit `conflux data download` eine längere Historie holen.</translation>
    </message>
    <message>
        <source>Choose a line to read all of it.</source>
        <translation>Eine Zeile wählen, um sie ganz zu lesen.</translation>
    </message>
    <message>
        <source>Choose a longer history.</source>
        <translation>Eine längere Historie wählen.</translation>
    </message>
    <message>
        <source>Choose a lower one.</source>
        <translation>Eine niedrigere wählen.</translation>
    </message>
    <message>
        <source>Choose a market</source>
        <translation>Einen Markt wählen</translation>
    </message>
    <message>
        <source>Choose a multiple.</source>
        <translation>Ein Vielfaches wählen.</translation>
    </message>
    <message>
        <source>Choose a node of this network&apos;s chain that you trust, or ask the operator.</source>
        <translation>Einen vertrauenswürdigen Knoten der Chain dieses Netzwerks wählen oder den Betreiber fragen.</translation>
    </message>
    <message>
        <source>Choose a node that you trust, or ask the operator.</source>
        <translation>Einen vertrauenswürdigen Knoten wählen oder den Betreiber fragen.</translation>
    </message>
    <message>
        <source>Choose a number of traders in that range.</source>
        <translation>Eine Zahl von Tradern in diesem Bereich wählen.</translation>
    </message>
    <message>
        <source>Choose a password.</source>
        <translation>Ein Passwort wählen.</translation>
    </message>
    <message>
        <source>Choose a past question to see its figures.</source>
        <translation>Eine vergangene Frage wählen, um ihre Zahlen zu sehen.</translation>
    </message>
    <message>
        <source>Choose a slower fee, or get coins.</source>
        <translation>Eine langsamere Gebühr wählen oder Coins beschaffen.</translation>
    </message>
    <message>
        <source>Choose a zone of the list, as Europe/Berlin.</source>
        <translation>Eine Zone der Liste wählen, etwa Europe/Berlin.</translation>
    </message>
    <message>
        <source>Choose an amount above zero.</source>
        <translation>Einen Betrag über null wählen.</translation>
    </message>
    <message>
        <source>Choose an amount of CFX under Wallet, Bond.</source>
        <translation>Unter „Wallet“, „Kaution“ einen Betrag in CFX wählen.</translation>
    </message>
    <message>
        <source>Choose another coin or amount.</source>
        <translation>Einen anderen Coin oder Betrag wählen.</translation>
    </message>
    <message>
        <source>Choose another data folder for a second one.</source>
        <translation>Für einen zweiten einen anderen Datenordner wählen.</translation>
    </message>
    <message>
        <source>Choose another data folder.</source>
        <translation>Einen anderen Datenordner wählen.</translation>
    </message>
    <message>
        <source>Choose another file or folder.</source>
        <translation>Eine andere Datei oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose another level or part, or other words.</source>
        <translation>Eine andere Stufe, einen anderen Teil oder andere Wörter wählen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Choose another name: back-ups are never overwritten.</source>
        <translation>Einen anderen Namen wählen: Sicherungen werden nie überschrieben.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Etwas anderes wählen.</translation>
    </message>
    <message>
        <source>Choose another port.</source>
        <translation>Einen anderen Port wählen.</translation>
    </message>
    <message>
        <source>Choose another recipient.</source>
        <translation>Einen anderen Empfänger wählen.</translation>
    </message>
    <message>
        <source>Choose another time.</source>
        <translation>Eine andere Zeit wählen.</translation>
    </message>
    <message>
        <source>Choose folder, ipfs or autodrive.</source>
        <translation>folder, ipfs oder autodrive wählen.</translation>
    </message>
    <message>
        <source>Choose horizons of 1 or more.</source>
        <translation>Horizonte von mindestens 1 wählen.</translation>
    </message>
    <message>
        <source>Choose one of its accounts.</source>
        <translation>Eines ihrer Konten wählen.</translation>
    </message>
    <message>
        <source>Choose one of the list, as kraken.</source>
        <translation>Eine aus der Liste wählen, etwa kraken.</translation>
    </message>
    <message>
        <source>Choose one to read all of it, and to answer or refuse it.</source>
        <translation>Eine wählen, um sie ganz zu lesen und zu beantworten oder abzulehnen.</translation>
    </message>
    <message>
        <source>Choose symbols of one timeframe.</source>
        <translation>Symbole einer einzigen Zeiteinheit wählen.</translation>
    </message>
    <message>
        <source>Choose that account there.</source>
        <translation>Dort dieses Konto wählen.</translation>
    </message>
    <message>
        <source>Choose the chart&apos;s indicators</source>
        <translation>Indikatoren des Charts wählen</translation>
    </message>
    <message>
        <source>Choose the spot candles of that pair.</source>
        <translation>Die Spot-Kerzen dieses Paares wählen.</translation>
    </message>
    <message>
        <source>Choose those to see their quality.</source>
        <translation>Diese wählen, um ihre Qualität zu sehen.</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>Einfordern</translation>
    </message>
    <message>
        <source>Claim </source>
        <translation>Einfordern: </translation>
    </message>
    <message>
        <source>Claim later.</source>
        <translation>Später einfordern.</translation>
    </message>
    <message>
        <source>Claim {owed}</source>
        <translation>{owed} einfordern</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>Einforderbar</translation>
    </message>
    <message>
        <source>Claimed</source>
        <translation>Eingefordert</translation>
    </message>
    <message>
        <source>Claimed (UTC)</source>
        <translation>Eingefordert (UTC)</translation>
    </message>
    <message>
        <source>Claiming…</source>
        <translation>Wird eingefordert…</translation>
    </message>
    <message>
        <source>Class balance counts all training labels, which no noise hides.</source>
        <translation>Der Klassenausgleich zählt alle Trainings-Labels, die kein Rauschen verbirgt.</translation>
    </message>
    <message>
        <source>Clean candles over time, in percent</source>
        <translation>Saubere Kerzen im Zeitverlauf, in Prozent</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Clients of the round</source>
        <translation>Clients der Runde</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>price</comment>
        <translation>Schlusskurs</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close and open Conflux to use it.</source>
        <translation>Wirkt nach dem Schließen und erneuten Öffnen von Conflux.</translation>
    </message>
    <message>
        <source>Close other programs to free memory, then try again.</source>
        <translation>Andere Programme schließen, um Speicher freizugeben, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Close other windows of Conflux, then try again.</source>
        <translation>Andere Fenster von Conflux schließen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Close the help</source>
        <translation>Hilfe schließen</translation>
    </message>
    <message>
        <source>Close the other program, or choose another port with --port.</source>
        <translation>Das andere Programm schließen oder mit --port einen anderen Port wählen.</translation>
    </message>
    <message>
        <source>Closed (UTC)</source>
        <translation>Geschlossen (UTC)</translation>
    </message>
    <message>
        <source>Closed epochs</source>
        <translation>Geschlossene Epochen</translation>
    </message>
    <message>
        <source>Closes</source>
        <translation>Schließt</translation>
    </message>
    <message>
        <source>Coarser candles whose features it reads too</source>
        <translation>Gröbere Kerzen, deren Merkmale es ebenfalls liest</translation>
    </message>
    <message>
        <source>Coin</source>
        <translation>Coin</translation>
    </message>
    <message>
        <source>Coins</source>
        <translation>Coins</translation>
    </message>
    <message>
        <source>Coins sent on the wrong chain may be lost: ask the payee.</source>
        <translation>Auf der falschen Chain gesendete Coins können verloren sein: den Empfänger fragen.</translation>
    </message>
    <message>
        <source>Colours of rises and falls. Blue and orange are told apart by everybody; signs and triangles say the same either way.</source>
        <translation>Farben für Steigen und Fallen. Blau und Orange kann jeder unterscheiden; Vorzeichen und Dreiecke sagen in beiden Fällen dasselbe.</translation>
    </message>
    <message>
        <source>Colours of the window. As the system: follows the desktop, also when it changes at night.</source>
        <translation>Farben des Fensters. „Wie das System“: folgt dem Desktop, auch wenn er abends wechselt.</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Compare this fingerprint with the one that the operator told you by another way than the file. Whoever has this key decides whom your updates and coins go to.</source>
        <translation>Diesen Fingerabdruck mit dem vergleichen, den der Betreiber auf anderem Weg als mit der Datei mitgeteilt hat. Wer diesen Schlüssel hat, entscheidet, an wen Ihre Updates und Coins gehen.</translation>
    </message>
    <message>
        <source>Comparing clocks</source>
        <translation>Uhren werden verglichen</translation>
    </message>
    <message>
        <source>Computed again on this machine. The exact figure lies between low and high: as to rounding surely, as to noise with 95 %.</source>
        <translation>Auf diesem Rechner nachgerechnet. Die genaue Zahl liegt zwischen Tief und Hoch: sicher, was die Rundung betrifft, mit 95 %, was das Rauschen betrifft.</translation>
    </message>
    <message>
        <source>Conflux help</source>
        <translation>Conflux-Hilfe</translation>
    </message>
    <message>
        <source>Conflux made a mistake: {name}: {error}</source>
        <translation>Conflux hat einen Fehler gemacht: {name}: {error}</translation>
    </message>
    <message>
        <source>Conflux {version}</source>
        <translation>Conflux {version}</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect an external signer</source>
        <translation>Externen Signer verbinden</translation>
    </message>
    <message>
        <source>Connect signer…</source>
        <translation>Signer verbinden…</translation>
    </message>
    <message>
        <source>Connect to {name}</source>
        <translation>Mit {name} verbinden</translation>
    </message>
    <message>
        <source>Connected again.</source>
        <translation>Wieder verbunden.</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Kontakte</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Contribute</source>
        <translation>Beitragen</translation>
    </message>
    <message>
        <source>Contribute to the next one.</source>
        <translation>Zur nächsten beitragen.</translation>
    </message>
    <message>
        <source>Contribute to the next round.</source>
        <translation>Zur nächsten Runde beitragen.</translation>
    </message>
    <message>
        <source>Contribute what was trained for the round.</source>
        <translation>Beitragen, was für die Runde trainiert wurde.</translation>
    </message>
    <message>
        <source>Contribution score</source>
        <translation>Beitrags-Score</translation>
    </message>
    <message>
        <source>Convicted</source>
        <translation>Überführt</translation>
    </message>
    <message>
        <source>Convicted by the record: {shortened}. Its bond is at stake.</source>
        <translation>Durch die Aufzeichnung überführt: {shortened}. Die Kaution steht auf dem Spiel.</translation>
    </message>
    <message>
        <source>Coordinator: {url}</source>
        <translation>Koordinator: {url}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Copy chosen</source>
        <translation>Auswahl kopieren</translation>
    </message>
    <message>
        <source>Copy head</source>
        <translation>Kopf kopieren</translation>
    </message>
    <message>
        <source>Copy it again, whole.</source>
        <translation>Noch einmal ganz kopieren.</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>Noch einmal kopieren.</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy the address again from where it came from.</source>
        <translation>Die Adresse noch einmal von ihrer Quelle kopieren.</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>Anforderung kopieren</translation>
    </message>
    <message>
        <source>Copy the text again, whole.</source>
        <translation>Den Text noch einmal ganz kopieren.</translation>
    </message>
    <message>
        <source>Correct or remove that candle.</source>
        <translation>Diese Kerze berichtigen oder entfernen.</translation>
    </message>
    <message>
        <source>Correct or remove that line.</source>
        <translation>Diese Zeile berichtigen oder entfernen.</translation>
    </message>
    <message>
        <source>Correct that fill.</source>
        <translation>Diese Ausführung berichtigen.</translation>
    </message>
    <message>
        <source>Correct the configuration.</source>
        <translation>Die Konfiguration berichtigen.</translation>
    </message>
    <message>
        <source>Correct the query.</source>
        <translation>Die Abfrage berichtigen.</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Count the published sum alone, not my score and opened products</source>
        <translation>Nur die veröffentlichte Summe zählen, nicht meinen Score und geöffnete Produkte</translation>
    </message>
    <message>
        <source>Counts for pay</source>
        <translation>Zählt für Zahlung</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Crash report</source>
        <translation>Absturzbericht</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Create a wallet</source>
        <translation>Wallet anlegen</translation>
    </message>
    <message>
        <source>Create an account and write its words down.</source>
        <translation>Ein Konto anlegen und seine Wörter aufschreiben.</translation>
    </message>
    <message>
        <source>Create one, or restore it from its words.</source>
        <translation>Eines anlegen oder aus seinen Wörtern wiederherstellen.</translation>
    </message>
    <message>
        <source>Create…</source>
        <translation>Anlegen…</translation>
    </message>
    <message>
        <source>Current round</source>
        <translation>Aktuelle Runde</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Data folder: {folder}</source>
        <translation>Datenordner: {folder}</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Decisions of the agent</source>
        <translation>Entscheidungen des Agenten</translation>
    </message>
    <message>
        <source>Deepest fall</source>
        <translation>Tiefster Rückgang</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Delegate a new session key.</source>
        <translation>Einen neuen Sitzungsschlüssel delegieren.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete it and import or download the candles again.</source>
        <translation>Löschen und die Kerzen erneut importieren oder herunterladen.</translation>
    </message>
    <message>
        <source>Delete it.</source>
        <translation>Löschen.</translation>
    </message>
    <message>
        <source>Delete it; the exchange is then asked again for its gaps.</source>
        <translation>Löschen; die Börse wird dann erneut nach den Lücken gefragt.</translation>
    </message>
    <message>
        <source>Delete this report</source>
        <translation>Diesen Bericht löschen</translation>
    </message>
    <message>
        <source>Delta</source>
        <translation>Delta</translation>
    </message>
    <message>
        <source>Deployer, governor, guardian, coordinator and agent must be different keys.</source>
        <translation>Deployer, Governor, Guardian, Koordinator und Agent müssen verschiedene Schlüssel sein.</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>Einzahlen</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>Ziffern</translation>
    </message>
    <message>
        <source>Direction AUC</source>
        <translation>Richtung AUC</translation>
    </message>
    <message>
        <source>Direction by horizon</source>
        <translation>Richtung nach Horizont</translation>
    </message>
    <message>
        <source>Direction by horizon, quantiles of the next day&apos;s variance</source>
        <translation>Richtung nach Horizont, Quantile der Varianz des nächsten Tages</translation>
    </message>
    <message>
        <source>Direction log-loss</source>
        <translation>Richtung Log-Loss</translation>
    </message>
    <message>
        <source>Direction log-loss + 0.5 x risk negative log-likelihood; lower is better.</source>
        <translation>Richtung Log-Loss + 0.5 x negative Log-Likelihood des Risikos; niedriger ist besser.</translation>
    </message>
    <message>
        <source>Direction, AUC</source>
        <translation>Richtung, AUC</translation>
    </message>
    <message>
        <source>Direction, {candles}</source>
        <translation>Richtung, {candles}</translation>
    </message>
    <message>
        <source>Disconnected: {cause}</source>
        <translation>Verbindung getrennt: {cause}</translation>
    </message>
    <message>
        <source>Distance from the variance that came, 0 is perfect; lower is better.</source>
        <translation>Abstand von der eingetretenen Varianz, 0 ist perfekt; niedriger ist besser.</translation>
    </message>
    <message>
        <source>Do not send anything to it. Ask the operator for a new file, or of whom this node is.</source>
        <translation>Nichts dorthin senden. Den Betreiber um eine neue Datei bitten oder fragen, wem dieser Knoten gehört.</translation>
    </message>
    <message>
        <source>Do not sign it.</source>
        <translation>Nicht signieren.</translation>
    </message>
    <message>
        <source>Do not use it, unless the operator told you of a new key; then forget the network first.</source>
        <translation>Nicht verwenden, außer der Betreiber hat einen neuen Schlüssel mitgeteilt; dann das Netzwerk zuerst vergessen.</translation>
    </message>
    <message>
        <source>Do not use it.</source>
        <translation>Nicht verwenden.</translation>
    </message>
    <message>
        <source>Do not use it. Get the file from the operator again, by another way.</source>
        <translation>Nicht verwenden. Die Datei noch einmal vom Betreiber holen, auf anderem Weg.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download a pair of the network, or import a file of your own.</source>
        <translation>Ein Paar des Netzwerks herunterladen oder eine eigene Datei importieren.</translation>
    </message>
    <message>
        <source>Download candles</source>
        <translation>Kerzen herunterladen</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>Noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>Download or import candles of the network&apos;s timeframe on Market first.</source>
        <translation>Zuerst unter „Markt“ Kerzen der Zeiteinheit des Netzwerks herunterladen oder importieren.</translation>
    </message>
    <message>
        <source>Download them, or import a file.</source>
        <translation>Herunterladen oder eine Datei importieren.</translation>
    </message>
    <message>
        <source>Download this pair</source>
        <translation>Dieses Paar herunterladen</translation>
    </message>
    <message>
        <source>Downloading {pairs}</source>
        <translation>{pairs}: Download läuft</translation>
    </message>
    <message>
        <source>Downloading {symbol}</source>
        <translation>{symbol} wird heruntergeladen</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <source>Drawdown</source>
        <translation>Drawdown</translation>
    </message>
    <message>
        <source>Drawdown of the agent, in percent</source>
        <translation>Drawdown des Agenten, in Prozent</translation>
    </message>
    <message>
        <source>Dropped out</source>
        <translation>Ausgefallen</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>EMA 100</source>
        <translation>EMA 100</translation>
    </message>
    <message>
        <source>EMA 100 and Bollinger bands</source>
        <translation>EMA 100 und Bollinger-Bänder</translation>
    </message>
    <message>
        <source>ETH</source>
        <translation>ETH</translation>
    </message>
    <message>
        <source>EUR</source>
        <translation>EUR</translation>
    </message>
    <message>
        <source>Each day of trading becomes a square here.</source>
        <translation>Jeder Handelstag wird hier zu einem Quadrat.</translation>
    </message>
    <message>
        <source>Each entry holds the hash of the one before. Note the head elsewhere: it proves the log up to it.</source>
        <translation>Jeder Eintrag enthält den Hash des vorigen. Den Kopf anderswo notieren: Er belegt das Protokoll bis zu ihm.</translation>
    </message>
    <message>
        <source>Each is written down with its reason when a candle closes.</source>
        <translation>Jede wird mit ihrem Grund notiert, wenn eine Kerze schließt.</translation>
    </message>
    <message>
        <source>Each training is held against the standards on days it did not see.</source>
        <translation>Jedes Training wird an Tagen, die es nicht sah, an den Maßstäben gemessen.</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Verdient</translation>
    </message>
    <message>
        <source>Edge above its cost</source>
        <translation>Edge über Kosten</translation>
    </message>
    <message>
        <source>Emission</source>
        <translation>Emission</translation>
    </message>
    <message>
        <source>Empty the list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Empty the list of what has ended</source>
        <translation>Die Liste des Beendeten leeren</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Entries of the log</source>
        <translation>Einträge des Protokolls</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>Epsilon a sum</source>
        <translation>Epsilon je Summe</translation>
    </message>
    <message>
        <source>Epsilon bounds how much better than by guessing anybody can tell, from what your rounds publish, whether your data were used at all. A round that would pass the limit is sat out; what was spent is never given back. Each dataset counts for itself.</source>
        <translation>Epsilon begrenzt, wie viel besser als durch Raten jemand aus dem, was Ihre Runden veröffentlichen, erkennen kann, ob Ihre Daten überhaupt verwendet wurden. Eine Runde, die das Limit überschritte, wird ausgesetzt; Verbrauchtes kommt nie zurück. Jeder Datensatz zählt für sich.</translation>
    </message>
    <message>
        <source>Epsilon of all updates made from one dataset: the lower, the less they show of it. Set its limit with the Privacy button.</source>
        <translation>Epsilon aller Updates aus einem Datensatz: Je niedriger, desto weniger verraten sie über ihn. Das Limit setzt die Schaltfläche „Privatsphäre“.</translation>
    </message>
    <message>
        <source>Equal ratios of prices are equally high. Alt+L on the chart changes it, too.</source>
        <translation>Gleiche Preisverhältnisse sind gleich hoch. Auch Alt+L im Chart schaltet das um.</translation>
    </message>
    <message>
        <source>Equity</source>
        <translation>Kapital</translation>
    </message>
    <message>
        <source>Equity of the agent</source>
        <translation>Kapital des Agenten</translation>
    </message>
    <message>
        <source>Every question about this column that has at least so much noise counts as agreed to. Each answer leaves masked and is charged to your privacy budget; a limit that you set there still holds. You can take this back at any time, and refuse any single question.</source>
        <translation>Jede Frage zu dieser Spalte mit mindestens so viel Rauschen gilt als zugestimmt. Jede Antwort geht maskiert hinaus und wird dem Privatsphäre-Budget belastet; ein dort gesetztes Limit gilt weiter. Die Zustimmung lässt sich jederzeit zurücknehmen und jede einzelne Frage ablehnen.</translation>
    </message>
    <message>
        <source>Every request ever sent, checked and exported</source>
        <translation>Jede je gesendete Anfrage, geprüft und exportiert</translation>
    </message>
    <message>
        <source>Every request is written down here before it leaves.</source>
        <translation>Jede Anfrage wird hier notiert, bevor sie hinausgeht.</translation>
    </message>
    <message>
        <source>Every request of the programs of this data folder, with its headers; loopback is counted too.</source>
        <translation>Jede Anfrage der Programme dieses Datenordners, mit ihren Kopfzeilen; auch Loopback zählt mit.</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Everything is computed again on this machine.</source>
        <translation>Alles wird auf diesem Rechner nachgerechnet.</translation>
    </message>
    <message>
        <source>Everything, one line an amount…</source>
        <translation>Alles, eine Zeile je Betrag…</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Börse</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV exportieren</translation>
    </message>
    <message>
        <source>Export contacts</source>
        <translation>Kontakte exportieren</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>Noch einmal exportieren.</translation>
    </message>
    <message>
        <source>Export the agent&apos;s trades</source>
        <translation>Die Trades des Agenten exportieren</translation>
    </message>
    <message>
        <source>Export the chart or its candles</source>
        <translation>Chart oder Kerzen exportieren</translation>
    </message>
    <message>
        <source>Export the privacy log</source>
        <translation>Das Privatsphäre-Protokoll exportieren</translation>
    </message>
    <message>
        <source>Export trades…</source>
        <translation>Trades exportieren…</translation>
    </message>
    <message>
        <source>Export where each coin came from</source>
        <translation>Die Herkunft jedes Coins exportieren</translation>
    </message>
    <message>
        <source>Exporting a picture</source>
        <translation>Bild wird exportiert</translation>
    </message>
    <message>
        <source>Exporting candles</source>
        <translation>Kerzen werden exportiert</translation>
    </message>
    <message>
        <source>Exporting profit</source>
        <translation>Gewinn wird exportiert</translation>
    </message>
    <message>
        <source>Exporting the privacy log</source>
        <translation>Privatsphäre-Protokoll wird exportiert</translation>
    </message>
    <message>
        <source>Exporting trades</source>
        <translation>Trades werden exportiert</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>External signer</source>
        <translation>Externer Signer</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>Gebühr</translation>
    </message>
    <message>
        <source>Fee at most</source>
        <translation>Gebühr höchstens</translation>
    </message>
    <message>
        <source>Fee to traders</source>
        <translation>Gebühr an Trader</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>Gebühren</translation>
    </message>
    <message>
        <source>Fetch bond</source>
        <translation>Kaution abholen</translation>
    </message>
    <message>
        <source>Fetch it again, or from elsewhere.</source>
        <translation>Noch einmal holen, oder von anderswo.</translation>
    </message>
    <message>
        <source>Fetch it again.</source>
        <translation>Noch einmal holen.</translation>
    </message>
    <message>
        <source>Fetch pairs from any exchange; update all candles</source>
        <translation>Paare von jeder Börse holen; alle Kerzen aktualisieren</translation>
    </message>
    <message>
        <source>Fetch the coins of filled requests.</source>
        <translation>Die Coins ausgeführter Aufträge abholen.</translation>
    </message>
    <message>
        <source>Fetch the coins when the epoch has closed.</source>
        <translation>Die Coins abholen, wenn die Epoche geschlossen ist.</translation>
    </message>
    <message>
        <source>Fetch this pair from the network&apos;s exchange</source>
        <translation>Dieses Paar von der Börse des Netzwerks holen</translation>
    </message>
    <message>
        <source>Fetch what closed since the last candle of all that is stored</source>
        <translation>Holen, was seit der letzten Kerze schloss, für alles Gespeicherte</translation>
    </message>
    <message>
        <source>Fetch what has finished leaving the bond.</source>
        <translation>Abholen, was die Kaution fertig verlassen hat.</translation>
    </message>
    <message>
        <source>Fetch withdrawal</source>
        <translation>Auszahlung abholen</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Fields of a contribution</source>
        <translation>Felder eines Beitrags</translation>
    </message>
    <message>
        <source>Fields that will be sent</source>
        <translation>Felder, die gesendet werden</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Figures against baselines</source>
        <translation>Kennzahlen gegenüber Baselines</translation>
    </message>
    <message>
        <source>Figures of the result</source>
        <translation>Zahlen des Ergebnisses</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Filled in from the request. Look at it.</source>
        <translation>Aus der Anforderung übernommen. Bitte ansehen.</translation>
    </message>
    <message>
        <source>Filter entries</source>
        <translation>Einträge filtern</translation>
    </message>
    <message>
        <source>Filter: mask, symbol, a host, a date…</source>
        <translation>Filter: mask, Symbol, ein Host, ein Datum…</translation>
    </message>
    <message>
        <source>Final: nothing is open any more, subject to the audit.</source>
        <translation>Endgültig: Nichts ist mehr offen, vorbehaltlich der Nachprüfung.</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find an action, setting, page or pair</source>
        <translation>Aktion, Einstellung, Seite oder Paar finden</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>First day, UTC</source>
        <translation>Erster Tag, UTC</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>Erster Start</translation>
    </message>
    <message>
        <source>Fit the network&apos;s model to your candles, on this machine; nothing is sent</source>
        <translation>Das Modell des Netzwerks an eigene Kerzen anpassen, auf diesem Rechner; nichts wird gesendet</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Mitlaufen</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>For CoinTracking…</source>
        <translation>Für CoinTracking…</translation>
    </message>
    <message>
        <source>For Koinly (Universal)…</source>
        <translation>Für Koinly (Universal)…</translation>
    </message>
    <message>
        <source>For fees</source>
        <translation>Für Gebühren</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formular</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Found in the guide</source>
        <translation>Im Handbuch gefunden</translation>
    </message>
    <message>
        <source>Free disk space or choose another folder.</source>
        <translation>Speicherplatz freigeben oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Free disk space, or let your user write there.</source>
        <translation>Speicherplatz freigeben oder dem eigenen Benutzer dort das Schreiben erlauben.</translation>
    </message>
    <message>
        <source>Free disk space, then try again.</source>
        <translation>Speicherplatz freigeben, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Fresh seed words, sealed with a password. Back them up next.</source>
        <translation>Neue Wiederherstellungswörter, mit einem Passwort versiegelt. Danach sichern.</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From a peak: traded, and held.</source>
        <translation>Von einem Hoch aus: gehandelt und gehalten.</translation>
    </message>
    <message>
        <source>From the paper: it is a back-up only if it can be read.</source>
        <translation>Vom Papier: Eine Sicherung ist es nur, wenn es sich lesen lässt.</translation>
    </message>
    <message>
        <source>GBP</source>
        <translation>GBP</translation>
    </message>
    <message>
        <source>GPU where there is one</source>
        <translation>GPU, wo es eine gibt</translation>
    </message>
    <message>
        <source>GPU, or not at all</source>
        <translation>GPU oder gar nicht</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>Gain (nat)</source>
        <translation>Gewinn (nat)</translation>
    </message>
    <message>
        <source>Gains and losses</source>
        <translation>Gewinne und Verluste</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>Gateways</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Give --timeframe, or another folder.</source>
        <translation>--timeframe angeben oder einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Give -99 to 99.</source>
        <translation>-99 bis 99 angeben.</translation>
    </message>
    <message>
        <source>Give 0 to 100.</source>
        <translation>0 bis 100 angeben.</translation>
    </message>
    <message>
        <source>Give 0 to 10; 1 is usual.</source>
        <translation>0 bis 10 angeben; 1 ist üblich.</translation>
    </message>
    <message>
        <source>Give 0 to 999.</source>
        <translation>0 bis 999 angeben.</translation>
    </message>
    <message>
        <source>Give 0x and 40 hexadecimal digits.</source>
        <translation>0x und 40 Hexadezimalziffern angeben.</translation>
    </message>
    <message>
        <source>Give a valid API key: conflux storage login</source>
        <translation>Einen gültigen API-Schlüssel angeben: conflux storage login</translation>
    </message>
    <message>
        <source>Give an API key, or buy credit.</source>
        <translation>Einen API-Schlüssel angeben oder Guthaben kaufen.</translation>
    </message>
    <message>
        <source>Give an LSTM whole windows.</source>
        <translation>Einem LSTM ganze Fenster geben.</translation>
    </message>
    <message>
        <source>Give an address with https://.</source>
        <translation>Eine Adresse mit https:// angeben.</translation>
    </message>
    <message>
        <source>Give base32 (b...) or base58 (z...).</source>
        <translation>base32 (b...) oder base58 (z...) angeben.</translation>
    </message>
    <message>
        <source>Give each a key of its own.</source>
        <translation>Jeder einen eigenen Schlüssel geben.</translation>
    </message>
    <message>
        <source>Give each candle once, oldest first, or compute the features of the whole series anew.</source>
        <translation>Jede Kerze einmal angeben, die älteste zuerst, oder die Merkmale der ganzen Reihe neu berechnen.</translation>
    </message>
    <message>
        <source>Give each market a stream of its own.</source>
        <translation>Jedem Markt einen eigenen Strom geben.</translation>
    </message>
    <message>
        <source>Give each office an account of its own.</source>
        <translation>Jedem Amt ein eigenes Konto geben.</translation>
    </message>
    <message>
        <source>Give its authorization, or allow this app.</source>
        <translation>Seine Autorisierung angeben oder diese App zulassen.</translation>
    </message>
    <message>
        <source>Give its network file: conflux network use FILE</source>
        <translation>Die Netzwerkdatei angeben: conflux network use FILE</translation>
    </message>
    <message>
        <source>Give more than 0, up to 1.</source>
        <translation>Mehr als 0 angeben, höchstens 1.</translation>
    </message>
    <message>
        <source>Give one of both.</source>
        <translation>Nur eines von beiden angeben.</translation>
    </message>
    <message>
        <source>Give other numbers.</source>
        <translation>Andere Zahlen angeben.</translation>
    </message>
    <message>
        <source>Give the opening of the first round, as --start 2022-06-01.</source>
        <translation>Die Eröffnung der ersten Runde angeben, etwa --start 2022-06-01.</translation>
    </message>
    <message>
        <source>Give the signer&apos;s http:// address instead.</source>
        <translation>Stattdessen die http://-Adresse des Signers angeben.</translation>
    </message>
    <message>
        <source>Give the vault&apos;s asset, or the faucet that mints PracticeUSD, and not both.</source>
        <translation>Das Asset des Tresors angeben oder den Faucet, der PracticeUSD prägt, nicht beides.</translation>
    </message>
    <message>
        <source>Global</source>
        <translation>Global</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on where it ended</source>
        <translation>Dort fortsetzen, wo es endete</translation>
    </message>
    <message>
        <source>Go to the other window. For a second one beside it, start Conflux with --data-dir and another folder.</source>
        <translation>Zum anderen Fenster wechseln. Für ein zweites daneben Conflux mit --data-dir und einem anderen Ordner starten.</translation>
    </message>
    <message>
        <source>Go to the screen that the chosen line is about</source>
        <translation>Zur Ansicht, um die es in der gewählten Zeile geht</translation>
    </message>
    <message>
        <source>Go to {screen}</source>
        <translation>Zu {screen}</translation>
    </message>
    <message>
        <source>Green up, red down</source>
        <translation>Grün auf, Rot ab</translation>
    </message>
    <message>
        <source>HTTP gateways of IPFS, only read, asked after the stores.</source>
        <translation>HTTP-Gateways von IPFS, nur zum Lesen, nach den Speichern gefragt.</translation>
    </message>
    <message>
        <source>HTTP proxy for everything that leaves for another machine. Empty: the one that the variables HTTPS_PROXY and HTTP_PROXY name, if any. One that needs a password goes into those.</source>
        <translation>HTTP-Proxy für alles, was zu einem anderen Rechner geht. Leer: der, den die Variablen HTTPS_PROXY und HTTP_PROXY nennen, falls vorhanden. Einer, der ein Passwort braucht, gehört in diese.</translation>
    </message>
    <message>
        <source>Hand what happens to the desktop&apos;s notifications while the window is not in front. The list in the window is kept in any case; amounts that are hidden are told nowhere.</source>
        <translation>Ereignisse an die Benachrichtigungen des Desktops geben, solange das Fenster nicht vorn ist. Die Liste im Fenster wird in jedem Fall geführt; verborgene Beträge werden nirgends genannt.</translation>
    </message>
    <message>
        <source>Has not answered the open step yet.</source>
        <translation>Hat den offenen Schritt noch nicht beantwortet.</translation>
    </message>
    <message>
        <source>Head {head}</source>
        <translation>Kopf {head}</translation>
    </message>
    <message>
        <source>Heikin-Ashi</source>
        <translation>Heikin-Ashi</translation>
    </message>
    <message>
        <source>Held: an edge is unresolved, so that only the group&apos;s total is known. It is not paid.</source>
        <translation>Zurückgehalten: Eine Kante ist ungeklärt, sodass nur die Summe der Gruppe bekannt ist. Es wird nicht gezahlt.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Help for this screen</source>
        <translation>Hilfe zu dieser Ansicht</translation>
    </message>
    <message>
        <source>Hide amounts</source>
        <translation>Beträge verbergen</translation>
    </message>
    <message>
        <source>Hide or show amounts</source>
        <translation>Beträge verbergen oder zeigen</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Hollow candles</source>
        <translation>Hohle Kerzen</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>How Market draws them. The menu of the chart changes it, too.</source>
        <translation>Wie „Markt“ sie zeichnet. Auch das Menü des Charts ändert es.</translation>
    </message>
    <message>
        <source>How candles are drawn</source>
        <translation>Wie Kerzen gezeichnet werden</translation>
    </message>
    <message>
        <source>How long one store may take for one blob.</source>
        <translation>Wie lange ein Speicher für einen Blob brauchen darf.</translation>
    </message>
    <message>
        <source>How long the coordinator and the agent may be silent before a request has failed.</source>
        <translation>Wie lange Koordinator und Agent schweigen dürfen, bevor eine Anfrage als gescheitert gilt.</translation>
    </message>
    <message>
        <source>How long the external signer&apos;s own question may stay unanswered.</source>
        <translation>Wie lange die Rückfrage des externen Signers unbeantwortet bleiben darf.</translation>
    </message>
    <message>
        <source>How many blocks must stand on a transaction until the history takes it for final. A practice chain makes three at most.</source>
        <translation>Wie viele Blöcke auf einer Transaktion stehen müssen, bis der Verlauf sie als endgültig führt. Auf einer Übungs-Chain sind es höchstens drei.</translation>
    </message>
    <message>
        <source>How much lower the loss is than that of a model that sees no feature.</source>
        <translation>Um wie viel der Loss niedriger ist als der eines Modells, das kein Merkmal sieht.</translation>
    </message>
    <message>
        <source>How often the side was right; 0.5 is a guess.</source>
        <translation>Wie oft die Seite stimmte; 0.5 ist geraten.</translation>
    </message>
    <message>
        <source>How surprised the direction&apos;s probability was; 0.6931 is a coin, lower is better.</source>
        <translation>Wie überrascht die Wahrscheinlichkeit der Richtung war; 0.6931 ist ein Münzwurf, niedriger ist besser.</translation>
    </message>
    <message>
        <source>How wrong the risk forecast is, as a ratio of variances; 0 is perfect, lower is better.</source>
        <translation>Wie falsch die Risikoprognose liegt, als Verhältnis von Varianzen; 0 ist perfekt, niedriger ist besser.</translation>
    </message>
    <message>
        <source>I know that the privacy protocol has had no outside cryptographic review, and that it must not carry real money until it has.</source>
        <translation>Mir ist bekannt, dass das Privatsphäre-Verfahren noch keine externe kryptografische Prüfung hatte und bis dahin kein echtes Geld tragen darf.</translation>
    </message>
    <message>
        <source>I know that this is practice: trades are on paper, coins on the local network are play money, and good results on paper promise nothing.</source>
        <translation>Mir ist bekannt, dass dies Übung ist: Gehandelt wird auf dem Papier, Coins im lokalen Netzwerk sind Spielgeld, und gute Ergebnisse auf dem Papier versprechen nichts.</translation>
    </message>
    <message>
        <source>I sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>I wrote them down</source>
        <translation>Ich habe sie notiert</translation>
    </message>
    <message>
        <source>IPFS node</source>
        <translation>IPFS-Knoten</translation>
    </message>
    <message>
        <source>If they were imported from a file of another market or time zone, delete their folder in the folder `candles` of the data folder and download again; else download to another --data-dir and compare.</source>
        <translation>Wurden sie aus einer Datei eines anderen Marktes oder einer anderen Zeitzone importiert, ihren Ordner im Ordner `candles` des Datenordners löschen und erneut herunterladen; sonst in ein anderes --data-dir herunterladen und vergleichen.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import a key file</source>
        <translation>Schlüsseldatei importieren</translation>
    </message>
    <message>
        <source>Import a longer history.</source>
        <translation>Eine längere Historie importieren.</translation>
    </message>
    <message>
        <source>Import a newer file, or download the pair to another data folder.</source>
        <translation>Eine neuere Datei importieren oder das Paar in einen anderen Datenordner herunterladen.</translation>
    </message>
    <message>
        <source>Import a private key</source>
        <translation>Privaten Schlüssel importieren</translation>
    </message>
    <message>
        <source>Import a private key instead.</source>
        <translation>Stattdessen einen privaten Schlüssel importieren.</translation>
    </message>
    <message>
        <source>Import a shorter span.</source>
        <translation>Eine kürzere Spanne importieren.</translation>
    </message>
    <message>
        <source>Import candles</source>
        <translation>Kerzen importieren</translation>
    </message>
    <message>
        <source>Import contacts</source>
        <translation>Kontakte importieren</translation>
    </message>
    <message>
        <source>Import it from where it is now.</source>
        <translation>Von dort importieren, wo sie jetzt liegt.</translation>
    </message>
    <message>
        <source>Import it when that is done.</source>
        <translation>Importieren, wenn sie fertig ist.</translation>
    </message>
    <message>
        <source>Import key file…</source>
        <translation>Schlüsseldatei importieren…</translation>
    </message>
    <message>
        <source>Import key…</source>
        <translation>Schlüssel importieren…</translation>
    </message>
    <message>
        <source>Import my trades…</source>
        <translation>Meine Trades importieren…</translation>
    </message>
    <message>
        <source>Import or download a longer history.</source>
        <translation>Eine längere Historie importieren oder herunterladen.</translation>
    </message>
    <message>
        <source>Import or download some under Market.</source>
        <translation>Welche unter „Markt“ importieren oder herunterladen.</translation>
    </message>
    <message>
        <source>Import or download some.</source>
        <translation>Welche importieren oder herunterladen.</translation>
    </message>
    <message>
        <source>Import some.</source>
        <translation>Welche importieren.</translation>
    </message>
    <message>
        <source>Import the candles again.</source>
        <translation>Die Kerzen erneut importieren.</translation>
    </message>
    <message>
        <source>Import your fills again.</source>
        <translation>Die eigenen Ausführungen erneut importieren.</translation>
    </message>
    <message>
        <source>Importing candles</source>
        <translation>Kerzen werden importiert</translation>
    </message>
    <message>
        <source>Importing my trades</source>
        <translation>Meine Trades werden importiert</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>In a contribution</source>
        <translation>In einem Beitrag</translation>
    </message>
    <message>
        <source>In panes below</source>
        <translation>In Bereichen darunter</translation>
    </message>
    <message>
        <source>In the agent&apos;s vault</source>
        <translation>Im Tresor des Agenten</translation>
    </message>
    <message>
        <source>In the sum</source>
        <translation>In der Summe</translation>
    </message>
    <message>
        <source>In this order, on paper. Whoever has them has the account; without them it is lost with this machine.</source>
        <translation>In dieser Reihenfolge, auf Papier. Wer sie hat, hat das Konto; ohne sie geht es mit diesem Rechner verloren.</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>Indikatoren</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;conflux[postgres]&apos;</source>
        <translation>Installieren mit: pip install &apos;conflux[postgres]&apos;</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;conflux[dp]&apos;.</source>
        <translation>Installieren: pip install &apos;conflux[dp]&apos;.</translation>
    </message>
    <message>
        <source>Install the newer version, or choose another data folder.</source>
        <translation>Die neuere Version installieren oder einen anderen Datenordner wählen.</translation>
    </message>
    <message>
        <source>Intact</source>
        <translation>Intakt</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>Interpolation</translation>
    </message>
    <message>
        <source>Invested</source>
        <translation>Investiert</translation>
    </message>
    <message>
        <source>Is it running, and are you online?</source>
        <translation>Läuft er, und ist dieser Rechner online?</translation>
    </message>
    <message>
        <source>Is it running, and does it wait for your yes? Its address is in Settings, Wallet.</source>
        <translation>Läuft er, und wartet er auf Ihr Ja? Seine Adresse steht unter „Einstellungen“, „Wallet“.</translation>
    </message>
    <message>
        <source>Is it running?</source>
        <translation>Läuft er?</translation>
    </message>
    <message>
        <source>Is the account used elsewhere?</source>
        <translation>Wird das Konto anderswo benutzt?</translation>
    </message>
    <message>
        <source>Is this your operator?</source>
        <translation>Ist das Ihr Betreiber?</translation>
    </message>
    <message>
        <source>It can be slashed on published evidence, and leaves with a delay.</source>
        <translation>Sie kann bei veröffentlichten Beweisen gekürzt werden und wird erst verzögert frei.</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>It ended without a sum that could be opened.</source>
        <translation>Sie endete ohne eine Summe, die geöffnet werden konnte.</translation>
    </message>
    <message>
        <source>It has too few columns.</source>
        <translation>Sie hat zu wenige Spalten.</translation>
    </message>
    <message>
        <source>It is made with the first contribution, or here.</source>
        <translation>Es entsteht mit dem ersten Beitrag oder hier.</translation>
    </message>
    <message>
        <source>It is no notice of a release of Conflux.</source>
        <translation>Es ist keine Mitteilung über eine Version von Conflux.</translation>
    </message>
    <message>
        <source>It is not opened; nothing was told.</source>
        <translation>Sie wird nicht geöffnet; nichts wurde verraten.</translation>
    </message>
    <message>
        <source>It is shown as soon as this machine takes part in one.</source>
        <translation>Es erscheint, sobald dieser Rechner an einem teilnimmt.</translation>
    </message>
    <message>
        <source>It is shown, and signs nothing: its key stays where it is.</source>
        <translation>Es wird angezeigt und signiert nichts: Sein Schlüssel bleibt, wo er ist.</translation>
    </message>
    <message>
        <source>It is the same: connect</source>
        <translation>Stimmt überein: verbinden</translation>
    </message>
    <message>
        <source>It is valued at the price of the day on which it is claimed.</source>
        <translation>Bewertet wird zum Preis des Tages, an dem eingefordert wird.</translation>
    </message>
    <message>
        <source>It must be a list of [time, open, high, low, close, volume] or of objects with these names.</source>
        <translation>Nötig ist eine Liste von [time, open, high, low, close, volume] oder von Objekten mit diesen Namen.</translation>
    </message>
    <message>
        <source>It must be https://host/path without password, query and odd letters; http only on this machine.</source>
        <translation>Es muss https://host/pfad ohne Passwort, Abfrage und ungewöhnliche Zeichen sein; http nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>It seals your account on this machine. Nobody can bring it back.</source>
        <translation>Es versiegelt das Konto auf diesem Rechner. Niemand kann es zurückbringen.</translation>
    </message>
    <message>
        <source>Its drawn edges were not shown in the audit, so that it is not paid.</source>
        <translation>Die ausgelosten Kanten wurden bei der Nachprüfung nicht gezeigt; daher wird nicht gezahlt.</translation>
    </message>
    <message>
        <source>Its fields are not those of a notice of this kind.</source>
        <translation>Ihre Felder sind nicht die einer Mitteilung dieser Art.</translation>
    </message>
    <message>
        <source>Its first line must name the columns: timestamp, open, high, low, close, volume.</source>
        <translation>Die erste Zeile muss die Spalten nennen: timestamp, open, high, low, close, volume.</translation>
    </message>
    <message>
        <source>Its masked update is not in the sum; that is no fault.</source>
        <translation>Das maskierte Update ist nicht in der Summe; das ist kein Fehler.</translation>
    </message>
    <message>
        <source>Its operator&apos;s file lies at this address. Whoever runs a network can see that you take part, and its contracts hold what you put into them: join only one whose operator you know. Conflux fetches nothing from here; the button copies the address. Before the file that you get there is used, compare the operator&apos;s address with the one that you heard by another way.</source>
        <translation>Die Datei des Betreibers liegt unter dieser Adresse. Wer ein Netzwerk betreibt, sieht, dass Sie teilnehmen, und seine Verträge halten, was Sie einzahlen: nur einem beitreten, dessen Betreiber bekannt ist. Conflux holt von dort nichts; der Knopf kopiert die Adresse. Bevor die dort erhaltene Datei verwendet wird, die Adresse des Betreibers mit der auf anderem Weg erfahrenen vergleichen.</translation>
    </message>
    <message>
        <source>Its part of all pairs&apos; profits and losses taken together.</source>
        <translation>Sein Teil an den Gewinnen und Verlusten aller Paare zusammen.</translation>
    </message>
    <message>
        <source>Its receipt shows that it had it.</source>
        <translation>Die Empfangsbestätigung zeigt, dass er ihn hatte.</translation>
    </message>
    <message>
        <source>JPY</source>
        <translation>JPY</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Jobs, notifications and log</source>
        <translation>Aufgaben, Benachrichtigungen und Protokoll</translation>
    </message>
    <message>
        <source>Join the next attempt.</source>
        <translation>Beim nächsten Versuch beitreten.</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>Beigetreten</translation>
    </message>
    <message>
        <source>Joined, and how many it needs.</source>
        <translation>Beigetreten, und wie viele nötig sind.</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Journal of the agent</source>
        <translation>Journal des Agenten</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep one exchange for a pair, and import the other with another --data-dir. Where the exchange is unknown, name it with --venue.</source>
        <translation>Für ein Paar eine Börse behalten und die andere mit einem anderen --data-dir importieren. Ist die Börse unbekannt, sie mit --venue nennen.</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>Eines davon behalten.</translation>
    </message>
    <message>
        <source>Keep one venue&apos;s files there.</source>
        <translation>Dort nur Dateien eines Handelsplatzes ablegen.</translation>
    </message>
    <message>
        <source>Keep the candles of one exchange only for a pair.</source>
        <translation>Für ein Paar nur die Kerzen einer Börse behalten.</translation>
    </message>
    <message>
        <source>Keep the one that is right, remove the other.</source>
        <translation>Die richtige behalten, die andere entfernen.</translation>
    </message>
    <message>
        <source>Keep the transcript: it is the proof.</source>
        <translation>Das Transkript aufbewahren: Es ist der Beweis.</translation>
    </message>
    <message>
        <source>Keeping the list of jobs</source>
        <translation>Die Liste der Aufgaben wird gespeichert</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Keys are never erased.</source>
        <translation>Schlüssel werden nie gelöscht.</translation>
    </message>
    <message>
        <source>LEAK</source>
        <translation>LECK</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Largest blob</source>
        <translation>Größter Blob</translation>
    </message>
    <message>
        <source>Last candle seen</source>
        <translation>Letzte gesehene Kerze</translation>
    </message>
    <message>
        <source>Last message (UTC)</source>
        <translation>Letzte Nachricht (UTC)</translation>
    </message>
    <message>
        <source>Last trouble</source>
        <translation>Letztes Problem</translation>
    </message>
    <message>
        <source>Leak found</source>
        <translation>Leck gefunden</translation>
    </message>
    <message>
        <source>Least important</source>
        <translation>Mindestwichtigkeit</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>Mindeststufe</translation>
    </message>
    <message>
        <source>Least noise</source>
        <translation>Mindestrauschen</translation>
    </message>
    <message>
        <source>Leave all fields as they are when you approve it.</source>
        <translation>Beim Freigeben alle Felder lassen, wie sie sind.</translation>
    </message>
    <message>
        <source>Leave it out, or import or download a longer history of it.</source>
        <translation>Auslassen oder eine längere Historie dafür importieren oder herunterladen.</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>Auslassen.</translation>
    </message>
    <message>
        <source>Leave out --precision.</source>
        <translation>--precision weglassen.</translation>
    </message>
    <message>
        <source>Leave out lines that are no candles; they become gaps</source>
        <translation>Zeilen auslassen, die keine Kerzen sind; sie werden zu Lücken</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Left this machine</source>
        <translation>Hat den Rechner verlassen</translation>
    </message>
    <message>
        <source>Length of a candle</source>
        <translation>Länge einer Kerze</translation>
    </message>
    <message>
        <source>Let one agent at a time use this data folder.</source>
        <translation>Immer nur einen Agenten diesen Datenordner benutzen lassen.</translation>
    </message>
    <message>
        <source>Let one coordinator at a time use this database.</source>
        <translation>Immer nur einen Koordinator diese Datenbank benutzen lassen.</translation>
    </message>
    <message>
        <source>Let your user read it.</source>
        <translation>Dem eigenen Benutzer das Lesen erlauben.</translation>
    </message>
    <message>
        <source>Let your user read that file.</source>
        <translation>Dem eigenen Benutzer das Lesen dieser Datei erlauben.</translation>
    </message>
    <message>
        <source>Let your user write into its folder.</source>
        <translation>Dem eigenen Benutzer das Schreiben in ihren Ordner erlauben.</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>Helles oder dunkles Design</translation>
    </message>
    <message>
        <source>Limit that changed it</source>
        <translation>Limit, das sie änderte</translation>
    </message>
    <message>
        <source>Lines of the chart: ema_100, bands, a feature&apos;s name for a pane of its own, or price. and a feature&apos;s name for the price behind it. Names that this version cannot draw are left out.</source>
        <translation>Linien des Charts: ema_100, bands, der Name eines Merkmals für einen eigenen Bereich, oder price. und der Name eines Merkmals für den Preis dahinter. Namen, die diese Version nicht zeichnen kann, werden ausgelassen.</translation>
    </message>
    <message>
        <source>List its pairs</source>
        <translation>Paare auflisten</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Load this screen anew</source>
        <translation>Diese Ansicht neu laden</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Lock an account that has a password after so long without a key or the mouse; 0 never does. A job that you started is waited for: it may have to sign.</source>
        <translation>Ein Konto mit Passwort sperren, wenn so lange weder Taste noch Maus benutzt wurde; 0 sperrt nie. Auf eine gestartete Aufgabe wird gewartet: Sie muss vielleicht signieren.</translation>
    </message>
    <message>
        <source>Lock the wallet</source>
        <translation>Wallet sperren</translation>
    </message>
    <message>
        <source>Lock the wallet, or go to unlock it</source>
        <translation>Wallet sperren oder entsperren</translation>
    </message>
    <message>
        <source>Lock when idle</source>
        <translation>Bei Untätigkeit sperren</translation>
    </message>
    <message>
        <source>Locking</source>
        <translation>Wird gesperrt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Log of high over low of each hour. It bounds what a spread can be; it is not the spread.</source>
        <translation>Logarithmus von Hoch durch Tief jeder Stunde. Es begrenzt, wie groß ein Spread sein kann; es ist nicht der Spread.</translation>
    </message>
    <message>
        <source>Log-loss {loss:.4f}, of the base rate {base:.4f}; the agent trades on the first horizon.</source>
        <translation>Log-Loss {loss:.4f}, der Grundrate {base:.4f}; der Agent handelt nach dem ersten Horizont.</translation>
    </message>
    <message>
        <source>Logarithmic prices</source>
        <translation>Logarithmische Preise</translation>
    </message>
    <message>
        <source>Logarithmic prices, or straight ones</source>
        <translation>Logarithmische oder gewöhnliche Preise</translation>
    </message>
    <message>
        <source>Look at it with `conflux analytics answer`, and say yes to it or to its column.</source>
        <translation>Mit `conflux analytics answer` ansehen und ihr oder ihrer Spalte zustimmen.</translation>
    </message>
    <message>
        <source>Look at its state.</source>
        <translation>Den Zustand ansehen.</translation>
    </message>
    <message>
        <source>Look at round {number}?</source>
        <translation>Runde {number} ansehen?</translation>
    </message>
    <message>
        <source>Look at the address book for the names.</source>
        <translation>Die Namen im Adressbuch nachsehen.</translation>
    </message>
    <message>
        <source>Look at the payment again.</source>
        <translation>Die Zahlung noch einmal ansehen.</translation>
    </message>
    <message>
        <source>Look at what round {number} brought?</source>
        <translation>Ansehen, was Runde {number} brachte?</translation>
    </message>
    <message>
        <source>Look for new versions</source>
        <translation>Nach neuen Versionen suchen</translation>
    </message>
    <message>
        <source>Look for new versions where you got this one.</source>
        <translation>Dort nach neuen Versionen suchen, woher diese stammt.</translation>
    </message>
    <message>
        <source>Look into the node&apos;s log.</source>
        <translation>Ins Protokoll des Knotens sehen.</translation>
    </message>
    <message>
        <source>Look there which accounts it has.</source>
        <translation>Dort nachsehen, welche Konten er hat.</translation>
    </message>
    <message>
        <source>Looking for a new version</source>
        <translation>Es wird nach einer neuen Version gesucht</translation>
    </message>
    <message>
        <source>Looking for news</source>
        <translation>Es wird nach Neuigkeiten gesucht</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>Loss after</source>
        <translation>Loss danach</translation>
    </message>
    <message>
        <source>Loss before</source>
        <translation>Loss davor</translation>
    </message>
    <message>
        <source>Loss by epoch</source>
        <translation>Loss je Epoche</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Made of {source} candles</source>
        <translation>Aus {source}-Kerzen gebildet</translation>
    </message>
    <message>
        <source>Make one on its website, then run: conflux storage login</source>
        <translation>Auf der Website einen erstellen, dann ausführen: conflux storage login</translation>
    </message>
    <message>
        <source>Make sure that nobody looks over your shoulder.</source>
        <translation>Darauf achten, dass niemand über die Schulter sieht.</translation>
    </message>
    <message>
        <source>Make the window larger.</source>
        <translation>Das Fenster vergrößern.</translation>
    </message>
    <message>
        <source>Mark all read</source>
        <translation>Alle als gelesen markieren</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Markt</translation>
    </message>
    <message>
        <source>Market: simulated</source>
        <translation>Markt: simuliert</translation>
    </message>
    <message>
        <source>Market: {name}</source>
        <translation>Markt: {name}</translation>
    </message>
    <message>
        <source>Masks hide who answered what; the sum of all answers becomes public exactly.</source>
        <translation>Masken verbergen, wer was geantwortet hat; die Summe aller Antworten wird exakt veröffentlicht.</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max.</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Mean distance of the probabilities from what came true; lower is better.</source>
        <translation>Mittlerer Abstand der Wahrscheinlichkeiten vom Eingetretenen; niedriger ist besser.</translation>
    </message>
    <message>
        <source>Mean loss on the validation part, which lies after the training part.</source>
        <translation>Mittlerer Loss im Validierungsteil, der nach dem Trainingsteil liegt.</translation>
    </message>
    <message>
        <source>Mean of my payable scores up to that round with its standard error, in nat.</source>
        <translation>Mittelwert meiner zahlbaren Scores bis zu dieser Runde mit Standardfehler, in nat.</translation>
    </message>
    <message>
        <source>Mean of my payable scores, the newest weighing most, with its standard error. Pay goes by it.</source>
        <translation>Mittelwert meiner zahlbaren Scores, der neueste wiegt am meisten, mit Standardfehler. Danach richtet sich die Zahlung.</translation>
    </message>
    <message>
        <source>Mean of my rounds</source>
        <translation>Mittelwert meiner Runden</translation>
    </message>
    <message>
        <source>Mean of {rounds}</source>
        <translation>Mittelwert: {rounds}</translation>
    </message>
    <message>
        <source>Measure the candles again.</source>
        <translation>Die Kerzen erneut messen.</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Menus, lists and tips that unfold, and the text cursor that blinks. None: all of it stands still.</source>
        <translation>Menüs, Listen und Hinweise, die sich entfalten, und die blinkende Schreibmarke. Keine: Alles steht still.</translation>
    </message>
    <message>
        <source>Minutes, or 4h, 1d. Enter shows it, Escape leaves.</source>
        <translation>Minuten, oder 4h, 1d. Enter zeigt es, Escape verlässt.</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model to train</source>
        <translation>Zu trainierendes Modell</translation>
    </message>
    <message>
        <source>Models kept on this machine</source>
        <translation>Auf diesem Rechner aufbewahrte Modelle</translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation>Modelle auf diesem Rechner</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>More unusual than so many trained windows; {rare_share:.1%} of all lie beyond 99 %.</source>
        <translation>Ungewöhnlicher als so viele trainierte Fenster; {rare_share:.1%} aller liegen jenseits von 99 %.</translation>
    </message>
    <message>
        <source>Most frequent {words_of}s</source>
        <translation>Am häufigsten: {words_of}</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Move the chart to where there are some.</source>
        <translation>Den Chart dorthin bewegen, wo welche sind.</translation>
    </message>
    <message>
        <source>My answer</source>
        <translation>Meine Antwort</translation>
    </message>
    <message>
        <source>My own trades</source>
        <translation>Meine eigenen Trades</translation>
    </message>
    <message>
        <source>My part in the round</source>
        <translation>Mein Teil der Runde</translation>
    </message>
    <message>
        <source>My part of the positive scores of the newest scored round, after floor and cap.</source>
        <translation>Mein Teil der positiven Scores der neuesten bewerteten Runde, nach Untergrenze und Obergrenze.</translation>
    </message>
    <message>
        <source>My rounds</source>
        <translation>Meine Runden</translation>
    </message>
    <message>
        <source>My rows</source>
        <translation>Meine Zeilen</translation>
    </message>
    <message>
        <source>My score was not opened, so there is nothing to audit.</source>
        <translation>Mein Score wurde nicht geöffnet, daher ist nichts nachzuprüfen.</translation>
    </message>
    <message>
        <source>My share</source>
        <translation>Mein Anteil</translation>
    </message>
    <message>
        <source>My update</source>
        <translation>Mein Update</translation>
    </message>
    <message>
        <source>My update is not among the survivors.</source>
        <translation>Mein Update ist nicht unter den Verbliebenen.</translation>
    </message>
    <message>
        <source>My update of round {round_id} {waits}.</source>
        <translation>Mein Update der Runde {round_id} {waits}.</translation>
    </message>
    <message>
        <source>My word</source>
        <translation>Meine Wahl</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name (may be left empty)</source>
        <translation>Name (darf leer bleiben)</translation>
    </message>
    <message>
        <source>Name another round.</source>
        <translation>Eine andere Runde nennen.</translation>
    </message>
    <message>
        <source>Name each feature once.</source>
        <translation>Jedes Merkmal einmal nennen.</translation>
    </message>
    <message>
        <source>Name its true timeframe in the file name or with --timeframe.</source>
        <translation>Die wahre Zeiteinheit im Dateinamen oder mit --timeframe nennen.</translation>
    </message>
    <message>
        <source>Name one in the settings, as folder.</source>
        <translation>Einen in den Einstellungen nennen, etwa folder.</translation>
    </message>
    <message>
        <source>Name one of them, or wait for the first.</source>
        <translation>Eine davon nennen oder auf die erste warten.</translation>
    </message>
    <message>
        <source>Name pairs and press Download, or bring all that is stored up to date.</source>
        <translation>Paare nennen und „Herunterladen“ drücken oder alles Gespeicherte aktualisieren.</translation>
    </message>
    <message>
        <source>Name some, as BTC/USDT, with commas between.</source>
        <translation>Welche nennen, etwa BTC/USDT, mit Kommas dazwischen.</translation>
    </message>
    <message>
        <source>Name the candle files themselves, as folder/*.parquet.</source>
        <translation>Die Kerzendateien selbst nennen, etwa folder/*.parquet.</translation>
    </message>
    <message>
        <source>Name the columns timestamp, open, high, low, close, volume in the first line.</source>
        <translation>Die Spalten timestamp, open, high, low, close, volume in der ersten Zeile nennen.</translation>
    </message>
    <message>
        <source>Name the columns timestamp, open, high, low, close, volume.</source>
        <translation>Die Spalten timestamp, open, high, low, close, volume nennen.</translation>
    </message>
    <message>
        <source>Name the file like binance_spot_BTCUSDT_1h.csv, add a column `symbol`, or give --symbol.</source>
        <translation>Die Datei wie binance_spot_BTCUSDT_1h.csv benennen, eine Spalte `symbol` hinzufügen oder --symbol angeben.</translation>
    </message>
    <message>
        <source>Name the file like binance_spot_BTCUSDT_1h.csv, or give --timeframe.</source>
        <translation>Die Datei wie binance_spot_BTCUSDT_1h.csv benennen oder --timeframe angeben.</translation>
    </message>
    <message>
        <source>Negative log-likelihood of the next day&apos;s variance.</source>
        <translation>Negative Log-Likelihood der Varianz des nächsten Tages.</translation>
    </message>
    <message>
        <source>Net of fees and slippage, over all trading windows.</source>
        <translation>Nach Gebühren und Slippage, über alle Handelsfenster.</translation>
    </message>
    <message>
        <source>Network: {name}</source>
        <translation>Netzwerk: {name}</translation>
    </message>
    <message>
        <source>Networks (*.json)</source>
        <translation>Netzwerke (*.json)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New password (10 characters at least)</source>
        <translation>Neues Passwort (mindestens 10 Zeichen)</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Neue Version</translation>
    </message>
    <message>
        <source>Nine days of ten, by the model</source>
        <translation>Neun von zehn Tagen, laut Modell</translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation>Noch kein Konto</translation>
    </message>
    <message>
        <source>No amount was typed.</source>
        <translation>Es wurde kein Betrag eingegeben.</translation>
    </message>
    <message>
        <source>No candles to judge</source>
        <translation>Keine Kerzen zu beurteilen</translation>
    </message>
    <message>
        <source>No candles to personalise on</source>
        <translation>Keine Kerzen zum Personalisieren</translation>
    </message>
    <message>
        <source>No candles yet</source>
        <translation>Noch keine Kerzen</translation>
    </message>
    <message>
        <source>No coin came yet</source>
        <translation>Noch kein Coin eingegangen</translation>
    </message>
    <message>
        <source>No contacts yet. Add those whom you pay more than once.</source>
        <translation>Noch keine Kontakte. Hier hinzufügen, wer mehr als einmal bezahlt wird.</translation>
    </message>
    <message>
        <source>No day is over yet</source>
        <translation>Noch kein Tag vorbei</translation>
    </message>
    <message>
        <source>No decision on this pair came just before it: when a trading window ends, or a loss limit stops the agent, everything is sold.</source>
        <translation>Keine Entscheidung zu diesem Paar ging ihm unmittelbar voraus: Wenn ein Handelsfenster endet oder ein Verlustlimit den Agenten stoppt, wird alles verkauft.</translation>
    </message>
    <message>
        <source>No decision yet</source>
        <translation>Noch keine Entscheidung</translation>
    </message>
    <message>
        <source>No decisions yet</source>
        <translation>Noch keine Entscheidungen</translation>
    </message>
    <message>
        <source>No entry is like that</source>
        <translation>Kein Eintrag passt</translation>
    </message>
    <message>
        <source>No epoch is closed yet</source>
        <translation>Noch keine Epoche geschlossen</translation>
    </message>
    <message>
        <source>No equity curve yet</source>
        <translation>Noch keine Kapitalkurve</translation>
    </message>
    <message>
        <source>No external signer is set up.</source>
        <translation>Es ist kein externer Signer eingerichtet.</translation>
    </message>
    <message>
        <source>No features</source>
        <translation>Ohne Merkmale</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Noch keine Aufgaben</translation>
    </message>
    <message>
        <source>No keychain here: the file in its place waits for its password</source>
        <translation>Hier gibt es keinen Schlüsselbund: Die Datei an seiner Stelle wartet auf ihr Passwort</translation>
    </message>
    <message>
        <source>No leak</source>
        <translation>Kein Leck</translation>
    </message>
    <message>
        <source>No limit is set: rounds may show as much as they do.</source>
        <translation>Kein Limit ist gesetzt: Runden dürfen so viel verraten, wie sie es tun.</translation>
    </message>
    <message>
        <source>No line is like that</source>
        <translation>Keine passende Zeile</translation>
    </message>
    <message>
        <source>No model is kept on this machine yet</source>
        <translation>Auf diesem Rechner ist noch kein Modell aufbewahrt</translation>
    </message>
    <message>
        <source>No more than {room} fit; take one away first.</source>
        <translation>Mehr als {room} passen nicht; zuerst etwas abwählen.</translation>
    </message>
    <message>
        <source>No network yet</source>
        <translation>Noch kein Netzwerk</translation>
    </message>
    <message>
        <source>No pair was named.</source>
        <translation>Es wurde kein Paar genannt.</translation>
    </message>
    <message>
        <source>No pair was traded yet</source>
        <translation>Noch kein Paar gehandelt</translation>
    </message>
    <message>
        <source>No personal model yet</source>
        <translation>Noch kein persönliches Modell</translation>
    </message>
    <message>
        <source>No question is chosen</source>
        <translation>Keine Frage gewählt</translation>
    </message>
    <message>
        <source>No question is open</source>
        <translation>Keine Frage offen</translation>
    </message>
    <message>
        <source>No release server is set.</source>
        <translation>Es ist kein Versionsserver eingestellt.</translation>
    </message>
    <message>
        <source>No result is chosen</source>
        <translation>Kein Ergebnis gewählt</translation>
    </message>
    <message>
        <source>No round is known</source>
        <translation>Keine Runde bekannt</translation>
    </message>
    <message>
        <source>No round was settled before this one.</source>
        <translation>Vor dieser wurde keine Runde abgerechnet.</translation>
    </message>
    <message>
        <source>No round was verified yet</source>
        <translation>Noch keine Runde geprüft</translation>
    </message>
    <message>
        <source>No round with my part yet</source>
        <translation>Noch keine Runde mit meinem Teil</translation>
    </message>
    <message>
        <source>No round yet</source>
        <translation>Noch keine Runde</translation>
    </message>
    <message>
        <source>No setting has “{query}”.</source>
        <translation>Keine Einstellung enthält „{query}“.</translation>
    </message>
    <message>
        <source>No store for blobs is chosen.</source>
        <translation>Kein Speicher für Blobs ist gewählt.</translation>
    </message>
    <message>
        <source>No stored candles, and no pair of the network&apos;s market, say what {coin} was worth in {currency}.</source>
        <translation>Weder gespeicherte Kerzen noch ein Paar am Markt des Netzwerks sagen, was {coin} in {currency} wert war.</translation>
    </message>
    <message>
        <source>No trade yet</source>
        <translation>Noch kein Trade</translation>
    </message>
    <message>
        <source>No transaction yet</source>
        <translation>Noch keine Transaktion</translation>
    </message>
    <message>
        <source>No {key} candles are stored.</source>
        <translation>Es sind keine {key}-Kerzen gespeichert.</translation>
    </message>
    <message>
        <source>No {symbol} candles on this machine</source>
        <translation>Keine {symbol}-Kerzen auf diesem Rechner</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>No. {number} · {symbol} {timeframe} · from {source} · {how}</source>
        <translation>Nr. {number} · {symbol} {timeframe} · von {source} · {how}</translation>
    </message>
    <message>
        <source>Nobody has joined yet</source>
        <translation>Noch niemand ist beigetreten</translation>
    </message>
    <message>
        <source>Nobody has taken part yet</source>
        <translation>Noch niemand hat teilgenommen</translation>
    </message>
    <message>
        <source>Nobody has that address: coins sent there are lost.</source>
        <translation>Niemand hat diese Adresse: Dorthin gesendete Coins sind verloren.</translation>
    </message>
    <message>
        <source>Nobody was chosen to send to.</source>
        <translation>Es wurde niemand als Empfänger gewählt.</translation>
    </message>
    <message>
        <source>Nodes: {urls}</source>
        <translation>Knoten: {urls}</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Noise is counted in one trader&apos;s answer: with 1 a sum costs an epsilon of 4.8, with 2 of 2.2. 0 agrees to questions without noise too.</source>
        <translation>Rauschen wird in der Antwort eines Traders gezählt: Mit 1 kostet eine Summe ein Epsilon von 4.8, mit 2 von 2.2. 0 stimmt auch Fragen ohne Rauschen zu.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>None of the chosen stores keeps blobs.</source>
        <translation>Keiner der gewählten Speicher bewahrt Blobs auf.</translation>
    </message>
    <message>
        <source>None yet.</source>
        <translation>Noch keine.</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Not backed up</source>
        <translation>Nicht gesichert</translation>
    </message>
    <message>
        <source>Not backed up: {amount} at risk</source>
        <translation>Nicht gesichert: {amount} in Gefahr</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Not connected to a network</source>
        <translation>Mit keinem Netzwerk verbunden</translation>
    </message>
    <message>
        <source>Not connected to a network.</source>
        <translation>Mit keinem Netzwerk verbunden.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Not right: {named}. Compare the paper with the words.</source>
        <translation>Nicht richtig: {named}. Das Papier mit den Wörtern vergleichen.</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Nicht genannt</translation>
    </message>
    <message>
        <source>Not this one</source>
        <translation>Nicht dieser</translation>
    </message>
    <message>
        <source>Not up to date. {message} {remedy}</source>
        <translation>Nicht auf dem neuesten Stand. {message} {remedy}</translation>
    </message>
    <message>
        <source>Not up to date. {network_problem}</source>
        <translation>Nicht auf dem neuesten Stand. {network_problem}</translation>
    </message>
    <message>
        <source>Not up to date. {why}</source>
        <translation>Nicht auf dem neuesten Stand. {why}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note (may be left empty)</source>
        <translation>Notiz (darf leer bleiben)</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Noch ist nichts geschehen</translation>
    </message>
    <message>
        <source>Nothing has left this machine yet</source>
        <translation>Noch nichts hat diesen Rechner verlassen</translation>
    </message>
    <message>
        <source>Nothing has these words.</source>
        <translation>Nichts enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Nothing in the guide has these words.</source>
        <translation>Nichts im Handbuch enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Nothing is about to be sent</source>
        <translation>Nichts steht zum Senden an</translation>
    </message>
    <message>
        <source>Nothing is answered without my word.</source>
        <translation>Ohne meine Zustimmung wird nichts beantwortet.</translation>
    </message>
    <message>
        <source>Nothing is being fetched</source>
        <translation>Nichts wird geholt</translation>
    </message>
    <message>
        <source>Nothing is held</source>
        <translation>Nichts wird gehalten</translation>
    </message>
    <message>
        <source>Nothing of it is shown. Check updates.url, and look at the project&apos;s own page.</source>
        <translation>Nichts davon wird angezeigt. updates.url prüfen und auf der Seite des Projekts nachsehen.</translation>
    </message>
    <message>
        <source>Nothing to claim yet</source>
        <translation>Noch nichts einzufordern</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Noch nichts zu vergleichen</translation>
    </message>
    <message>
        <source>Nothing was asked yet</source>
        <translation>Noch wurde nichts gefragt</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>Nothing was signed.</source>
        <translation>Nichts wurde signiert.</translation>
    </message>
    <message>
        <source>Nothing was spent yet.</source>
        <translation>Noch nichts verbraucht.</translation>
    </message>
    <message>
        <source>Nothing was taken from the file.</source>
        <translation>Aus der Datei wurde nichts übernommen.</translation>
    </message>
    <message>
        <source>Nothing was trained yet</source>
        <translation>Noch nichts trainiert</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Noting</source>
        <translation>Wird notiert</translation>
    </message>
    <message>
        <source>Novelty</source>
        <translation>Neuheit</translation>
    </message>
    <message>
        <source>Novelty of the market</source>
        <translation>Neuheit des Marktes</translation>
    </message>
    <message>
        <source>Novelty of the newest</source>
        <translation>Neuheit des neuesten</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Of equity</source>
        <translation>Vom Kapital</translation>
    </message>
    <message>
        <source>Of the pair&apos;s running profit below its highest point so far.</source>
        <translation>Des laufenden Gewinns des Paars unter seinen bisherigen Höchststand.</translation>
    </message>
    <message>
        <source>Of the products in your own trainings; rounds and private training use 32 bits. 16 bits are less exact, and faster where the device has units for them.</source>
        <translation>Gilt für die Produkte im eigenen Training; Runden und privates Training nutzen 32 Bit. 16 Bit sind ungenauer, und schneller, wo das Gerät Rechenwerke dafür hat.</translation>
    </message>
    <message>
        <source>Of the window. The command line, files, records and what other programs say stay in English.</source>
        <translation>Die des Fensters. Befehlszeile, Dateien, Aufzeichnungen und Meldungen anderer Programme bleiben Englisch.</translation>
    </message>
    <message>
        <source>Of total</source>
        <translation>Vom Ganzen</translation>
    </message>
    <message>
        <source>Of {windows:,} validation windows, {share:.1%} came true below it; below that of the model&apos;s normal distribution {gaussian:.1%}.</source>
        <translation>Von {windows:,} Validierungsfenstern blieben {share:.1%} darunter; unter dem der Normalverteilung des Modells {gaussian:.1%}.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>On paper, by the agent&apos;s rule on the same candles; {trades}.</source>
        <translation>Auf dem Papier, nach der Regel des Agenten auf denselben Kerzen; {trades}.</translation>
    </message>
    <message>
        <source>On the test</source>
        <translation>Im Test</translation>
    </message>
    <message>
        <source>One a message, with the session key.</source>
        <translation>Eine je Nachricht, mit dem Sitzungsschlüssel.</translation>
    </message>
    <message>
        <source>One of these strengths cannot be.</source>
        <translation>Eine dieser Stärken ist unmöglich.</translation>
    </message>
    <message>
        <source>One sealed file</source>
        <translation>Eine versiegelte Datei</translation>
    </message>
    <message>
        <source>Only a local network does; buy or ask for coins.</source>
        <translation>Das tut nur ein lokales Netzwerk; Coins kaufen oder erbitten.</translation>
    </message>
    <message>
        <source>Only a transaction that still waits can be replaced.</source>
        <translation>Nur eine noch wartende Transaktion kann ersetzt werden.</translation>
    </message>
    <message>
        <source>Only accounts whose key is elsewhere can be taken off the list.</source>
        <translation>Nur Konten, deren Schlüssel anderswo liegt, können aus der Liste entfernt werden.</translation>
    </message>
    <message>
        <source>Only files are read, no folders or records.</source>
        <translation>Nur Dateien werden gelesen, keine Ordner oder Sätze.</translation>
    </message>
    <message>
        <source>Only for times that say no zone themselves; the report says which one was assumed. An hour that clocks show twice is told apart by the file&apos;s order, or refused with its lines.</source>
        <translation>Nur für Zeiten, die selbst keine Zone nennen; der Bericht sagt, welche angenommen wurde. Eine Stunde, die Uhren zweimal zeigen, wird an der Reihenfolge der Datei unterschieden oder mit ihren Zeilen abgelehnt.</translation>
    </message>
    <message>
        <source>Only for {network}, chain {chain}: the code says so. What is sent to this address on another chain is not seen here. Payers should compare the whole address.</source>
        <translation>Nur für {network}, Chain {chain}: So steht es im Code. Was auf einer anderen Chain an diese Adresse gesendet wird, ist hier nicht zu sehen. Zahlende sollten die ganze Adresse vergleichen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>questions</comment>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Open Wallet</source>
        <translation>Wallet öffnen</translation>
    </message>
    <message>
        <source>Open a network file</source>
        <translation>Netzwerkdatei öffnen</translation>
    </message>
    <message>
        <source>Open a network file…</source>
        <translation>Netzwerkdatei öffnen…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open it with a key of its recipients.</source>
        <translation>Mit dem Schlüssel eines ihrer Empfänger öffnen.</translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation>Offene Fragen</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Open them on Wallet.</source>
        <translation>Sie unter „Wallet“ öffnen.</translation>
    </message>
    <message>
        <source>Opening the account</source>
        <translation>Konto wird geöffnet</translation>
    </message>
    <message>
        <source>Operator, says the link</source>
        <translation>Betreiber, sagt der Link</translation>
    </message>
    <message>
        <source>Or take part in an operator&apos;s network: its signed file says where it is.</source>
        <translation>Oder am Netzwerk eines Betreibers teilnehmen: Dessen signierte Datei sagt, wo es ist.</translation>
    </message>
    <message>
        <source>Out of sample</source>
        <translation>Out-of-Sample</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Ausreißer</translation>
    </message>
    <message>
        <source>Over the candles</source>
        <translation>Über den Kerzen</translation>
    </message>
    <message>
        <source>Own fee</source>
        <translation>Eigene Gebühr</translation>
    </message>
    <message>
        <source>P(up)</source>
        <translation>P(auf)</translation>
    </message>
    <message>
        <source>Paid by mean</source>
        <translation>Nach Mittelwert</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Pairs and what came of them</source>
        <translation>Paare und was daraus wurde</translation>
    </message>
    <message>
        <source>Pairs: {pairs}</source>
        <translation>Paare: {pairs}</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Part of the agent&apos;s equity that is invested, in percent</source>
        <translation>Investierter Teil des Kapitals des Agenten, in Prozent</translation>
    </message>
    <message>
        <source>Part of the log variance&apos;s ups and downs that the forecast explains; higher is better.</source>
        <translation>Der Teil des Auf und Ab der Log-Varianz, den die Prognose erklärt; höher ist besser.</translation>
    </message>
    <message>
        <source>Part of the program</source>
        <translation>Teil des Programms</translation>
    </message>
    <message>
        <source>Part of the squared error of &apos;tomorrow&apos;s variance is today&apos;s&apos; that the model removes.</source>
        <translation>Der Teil des quadratischen Fehlers von „die Varianz von morgen ist die von heute“, den das Modell beseitigt.</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Teilnehmer</translation>
    </message>
    <message>
        <source>Parts of Questions</source>
        <translation>Teile von „Fragen“</translation>
    </message>
    <message>
        <source>Parts of Rounds</source>
        <translation>Teile von „Runden“</translation>
    </message>
    <message>
        <source>Parts of the quality score</source>
        <translation>Teile der Qualitätsnote</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password of the file</source>
        <translation>Passwort der Datei</translation>
    </message>
    <message>
        <source>Password of the wallet</source>
        <translation>Passwort der Wallet</translation>
    </message>
    <message>
        <source>Past questions</source>
        <translation>Vergangene Fragen</translation>
    </message>
    <message>
        <source>Paste an address, or type a contact&apos;s name.</source>
        <translation>Eine Adresse einfügen oder den Namen eines Kontakts eingeben.</translation>
    </message>
    <message>
        <source>Paste the address alone and type the amount.</source>
        <translation>Nur die Adresse einfügen und den Betrag eintippen.</translation>
    </message>
    <message>
        <source>Paste the address alone.</source>
        <translation>Nur die Adresse einfügen.</translation>
    </message>
    <message>
        <source>Patience with the signer</source>
        <translation>Geduld mit dem Signer</translation>
    </message>
    <message>
        <source>Payable</source>
        <translation>Zahlbar</translation>
    </message>
    <message>
        <source>Payable (nat)</source>
        <translation>Zahlbar (nat)</translation>
    </message>
    <message>
        <source>Payout tables</source>
        <translation>Auszahlungstabellen</translation>
    </message>
    <message>
        <source>Payout tables go on chain when a round is settled.</source>
        <translation>Auszahlungstabellen kommen auf die Chain, wenn eine Runde abgerechnet wird.</translation>
    </message>
    <message>
        <source>Personal</source>
        <translation>Persönlich</translation>
    </message>
    <message>
        <source>Personal less alone</source>
        <translation>Persönlich minus allein</translation>
    </message>
    <message>
        <source>Personal less global</source>
        <translation>Persönlich minus global</translation>
    </message>
    <message>
        <source>Personal model</source>
        <translation>Persönliches Modell</translation>
    </message>
    <message>
        <source>Personalise</source>
        <translation>Personalisieren</translation>
    </message>
    <message>
        <source>Personalise fits the network&apos;s model to your own candles. Nothing of it is sent.</source>
        <translation>„Personalisieren“ passt das Modell des Netzwerks an eigene Kerzen an. Nichts davon wird gesendet.</translation>
    </message>
    <message>
        <source>Personalising</source>
        <translation>Wird personalisiert</translation>
    </message>
    <message>
        <source>Personalising…</source>
        <translation>Wird personalisiert…</translation>
    </message>
    <message>
        <source>Picture of the chart (PNG)…</source>
        <translation>Bild des Charts (PNG)…</translation>
    </message>
    <message>
        <source>Position before</source>
        <translation>Position davor</translation>
    </message>
    <message>
        <source>Position wanted</source>
        <translation>Gewünschte Position</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Positions of the agent</source>
        <translation>Positionen des Agenten</translation>
    </message>
    <message>
        <source>PostgreSQL needs a package that is missing: psycopg.</source>
        <translation>PostgreSQL braucht ein Paket, das fehlt: psycopg.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Prices are computed by this machine, not recorded at an exchange.</source>
        <translation>Preise werden von diesem Rechner berechnet, nicht an einer Börse aufgezeichnet.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Privacy budget</source>
        <translation>Privatsphäre-Budget</translation>
    </message>
    <message>
        <source>Privacy budget: epsilon {epsilon_round} this round, {epsilon_after}{limit} after it, at delta {delta}.</source>
        <translation>Privatsphäre-Budget: Epsilon {epsilon_round} für diese Runde, danach {epsilon_after}{limit}, bei Delta {delta}.</translation>
    </message>
    <message>
        <source>Privacy budget: epsilon {epsilon} {each}, {epsilon_after}{limit} in all after one, at delta {delta}.</source>
        <translation>Privatsphäre-Budget: Epsilon {epsilon} {each}, insgesamt {epsilon_after}{limit} nach einer, bei Delta {delta}.</translation>
    </message>
    <message>
        <source>Privacy budget: none is kept.</source>
        <translation>Privatsphäre-Budget: Es wird keines geführt.</translation>
    </message>
    <message>
        <source>Privacy budget: the question adds no noise, so that nothing bounds what the sum says of you.</source>
        <translation>Privatsphäre-Budget: Die Frage fügt kein Rauschen hinzu, sodass nichts begrenzt, was die Summe über Sie verrät.</translation>
    </message>
    <message>
        <source>Privacy limit</source>
        <translation>Privatsphäre-Limit</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Privater Schlüssel</translation>
    </message>
    <message>
        <source>Private training clips each window&apos;s gradient exactly, in float32.</source>
        <translation>Privates Training kappt den Gradienten jedes Fensters exakt, in float32.</translation>
    </message>
    <message>
        <source>Private training has no pull towards its start.</source>
        <translation>Privates Training hat keinen Zug zu seinem Start.</translation>
    </message>
    <message>
        <source>Private training needs Opacus, which is not installed.</source>
        <translation>Privates Training braucht Opacus, das nicht installiert ist.</translation>
    </message>
    <message>
        <source>Probability of a rise</source>
        <translation>Wahrscheinlichkeit eines Anstiegs</translation>
    </message>
    <message>
        <source>Profit</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>Profit can be claimed.</source>
        <translation>Gewinn kann eingefordert werden.</translation>
    </message>
    <message>
        <source>Profit of the agent by day</source>
        <translation>Gewinn des Agenten nach Tag</translation>
    </message>
    <message>
        <source>Profit of the agent by pair</source>
        <translation>Gewinn des Agenten nach Paar</translation>
    </message>
    <message>
        <source>Profit or loss</source>
        <translation>Gewinn oder Verlust</translation>
    </message>
    <message>
        <source>Profit share</source>
        <translation>Gewinnanteil</translation>
    </message>
    <message>
        <source>Progress of all pairs</source>
        <translation>Fortschritt aller Paare</translation>
    </message>
    <message>
        <source>Progress of the running job</source>
        <translation>Fortschritt der laufenden Aufgabe</translation>
    </message>
    <message>
        <source>Progress of the start</source>
        <translation>Fortschritt des Starts</translation>
    </message>
    <message>
        <source>Progress of {job}</source>
        <translation>Fortschritt von {job}</translation>
    </message>
    <message>
        <source>Provisional: a neighbour has not confirmed an edge yet.</source>
        <translation>Vorläufig: Ein Nachbar hat eine Kante noch nicht bestätigt.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Public halves of two fresh keys, for this sum alone.</source>
        <translation>Öffentliche Hälften zweier neuer Schlüssel, nur für diese Summe.</translation>
    </message>
    <message>
        <source>Put a copy of it in its place, or import a CSV file of it.</source>
        <translation>Durch eine Kopie ersetzen oder eine CSV-Datei davon importieren.</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Put it on a node of your own.</source>
        <translation>Auf einem eigenen Knoten ablegen.</translation>
    </message>
    <message>
        <source>Put nothing in the place of the chosen one</source>
        <translation>Die gewählte durch eine leere ersetzen</translation>
    </message>
    <message>
        <source>Put {amount} at stake. A bond is what makes a rule-breaker pay.</source>
        <translation>{amount} einsetzen. Eine Kaution ist, was Regelbrecher zahlen lässt.</translation>
    </message>
    <message>
        <source>QR code of {request}</source>
        <translation>QR-Code von {request}</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Quality {score} of 100</source>
        <translation>Qualität {score} von 100</translation>
    </message>
    <message>
        <source>Quantiles have rising levels between 0 and 1.</source>
        <translation>Quantile haben steigende Stufen zwischen 0 und 1.</translation>
    </message>
    <message>
        <source>Quantiles of the next day&apos;s variance</source>
        <translation>Quantile der Varianz des nächsten Tages</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Question {number} is not shown: {reason}</source>
        <translation>Frage {number} wird nicht angezeigt: {reason}</translation>
    </message>
    <message>
        <source>Question {number} is refused. Nothing was sent.</source>
        <translation>Frage {number} ist abgelehnt. Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>Question {number}: {status}; {mine} {note}</source>
        <translation>Frage {number}: {status}; {mine} {note}</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Questions about {column} are asked one by one again.</source>
        <translation>Fragen zu {column} werden wieder einzeln gestellt.</translation>
    </message>
    <message>
        <source>Questions about {column} count as agreed to.</source>
        <translation>Fragen zu {column} gelten als zugestimmt.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>RPC of your own IPFS node.</source>
        <translation>RPC des eigenen IPFS-Knotens.</translation>
    </message>
    <message>
        <source>Raise the limit (conflux privacy budget --epsilon), train on other candles, or sit this round out.</source>
        <translation>Das Limit erhöhen (conflux privacy budget --epsilon), auf anderen Kerzen trainieren oder diese Runde aussetzen.</translation>
    </message>
    <message>
        <source>Random walk</source>
        <translation>Zufallspfad</translation>
    </message>
    <message>
        <source>Ranges</source>
        <translation>Spannen</translation>
    </message>
    <message>
        <source>Rank correlation of forecast and return; 0 is a guess.</source>
        <translation>Rangkorrelation von Prognose und Rendite; 0 ist geraten.</translation>
    </message>
    <message>
        <source>Raw (nat)</source>
        <translation>Roh (nat)</translation>
    </message>
    <message>
        <source>Raw score</source>
        <translation>Roh-Score</translation>
    </message>
    <message>
        <source>Raw score (nat)</source>
        <translation>Roh-Score (nat)</translation>
    </message>
    <message>
        <source>Read candle files: Parquet, Feather, CSV or JSON</source>
        <translation>Kerzendateien lesen: Parquet, Feather, CSV oder JSON</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Reading the account</source>
        <translation>Konto wird gelesen</translation>
    </message>
    <message>
        <source>Reading the list of exchanges</source>
        <translation>Liste der Börsen wird gelesen</translation>
    </message>
    <message>
        <source>Reading the list of exchanges…</source>
        <translation>Liste der Börsen wird gelesen…</translation>
    </message>
    <message>
        <source>Reading the log</source>
        <translation>Protokoll wird gelesen</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Protokoll wird gelesen…</translation>
    </message>
    <message>
        <source>Reading time zones</source>
        <translation>Zeitzonen werden gelesen</translation>
    </message>
    <message>
        <source>Reading what is there</source>
        <translation>Vorhandenes wird gelesen</translation>
    </message>
    <message>
        <source>Realised volatility of each whole UTC day: the root of the sum of squared log returns.</source>
        <translation>Realisierte Volatilität jedes ganzen UTC-Tages: die Wurzel der Summe quadrierter Log-Renditen.</translation>
    </message>
    <message>
        <source>Realised, less the fees of all fills; what is still held is not in it.</source>
        <translation>Realisiert, abzüglich der Gebühren aller Ausführungen; noch Gehaltenes ist nicht darin.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Receive…</source>
        <translation>Empfangen…</translation>
    </message>
    <message>
        <source>Recent decisions of the agent</source>
        <translation>Letzte Entscheidungen des Agenten</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Reference currency</source>
        <translation>Referenzwährung</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Refusing question {number}</source>
        <translation>Frage {number} wird abgelehnt</translation>
    </message>
    <message>
        <source>Release server</source>
        <translation>Versionsserver</translation>
    </message>
    <message>
        <source>Reliable</source>
        <translation>Verlässlich</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove some.</source>
        <translation>Einige entfernen.</translation>
    </message>
    <message>
        <source>Remove the file, and look at the project&apos;s own page once.</source>
        <translation>Die Datei entfernen und einmal auf der Seite des Projekts nachsehen.</translation>
    </message>
    <message>
        <source>Remove the limit</source>
        <translation>Limit entfernen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename the account</source>
        <translation>Konto umbenennen</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>Die Datei umbenennen.</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Repair its package.</source>
        <translation>Das Paket reparieren.</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Replacing</source>
        <translation>Wird ersetzt</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anforderung</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Reset {title} to its default</source>
        <translation>{title} auf den Standard zurücksetzen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore from</source>
        <translation>Wiederherstellen aus</translation>
    </message>
    <message>
        <source>Restore from a back-up, or start the local network in another folder.</source>
        <translation>Aus einer Sicherung wiederherstellen oder das lokale Netzwerk in einem anderen Ordner starten.</translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation>Aus Datei wiederherstellen</translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation>Aus Datei wiederherstellen…</translation>
    </message>
    <message>
        <source>Restore from words</source>
        <translation>Aus Wörtern wiederherstellen</translation>
    </message>
    <message>
        <source>Restore from words…</source>
        <translation>Aus Wörtern wiederherstellen…</translation>
    </message>
    <message>
        <source>Restore it from a backup, or delete it to begin anew.</source>
        <translation>Aus einer Sicherung wiederherstellen, oder löschen, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>Aus einer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>Restore it from its back-up.</source>
        <translation>Aus der Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>Restore the wallet from its back-up file or its words; nothing is erased.</source>
        <translation>Die Wallet aus ihrer Sicherungsdatei oder ihren Wörtern wiederherstellen; nichts wird gelöscht.</translation>
    </message>
    <message>
        <source>Restore the wallet from its back-up on the Wallet screen.</source>
        <translation>Die Wallet in der Ansicht „Wallet“ aus ihrer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>Restore the wallet from its back-up.</source>
        <translation>Die Wallet aus ihrer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>Restore them in an empty data folder.</source>
        <translation>In einem leeren Datenordner wiederherstellen.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Results are public, also of questions that you did not answer.</source>
        <translation>Ergebnisse sind öffentlich, auch von Fragen, die Sie nicht beantwortet haben.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume later: nothing of your part is lost.</source>
        <translation>Später fortsetzen: Nichts von Ihrem Teil geht verloren.</translation>
    </message>
    <message>
        <source>Resume the round</source>
        <translation>Runde fortsetzen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Rendite</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>Prüfen…</translation>
    </message>
    <message>
        <source>Risk QLIKE</source>
        <translation>Risiko QLIKE</translation>
    </message>
    <message>
        <source>Risk R²</source>
        <translation>Risiko R²</translation>
    </message>
    <message>
        <source>Risk R² against mean</source>
        <translation>Risiko R² gegenüber Mittelwert</translation>
    </message>
    <message>
        <source>Risk R² against today</source>
        <translation>Risiko R² gegenüber heute</translation>
    </message>
    <message>
        <source>Risk log-likelihood</source>
        <translation>Risiko Log-Likelihood</translation>
    </message>
    <message>
        <source>Risk, R²</source>
        <translation>Risiko, R²</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>Round to look at</source>
        <translation>Anzuzeigende Runde</translation>
    </message>
    <message>
        <source>Round {number}</source>
        <translation>Runde {number}</translation>
    </message>
    <message>
        <source>Round {number} is settled: my score is {score} nat.</source>
        <translation>Runde {number} ist abgerechnet: Mein Score ist {score} nat.</translation>
    </message>
    <message>
        <source>Round {number} was aborted.</source>
        <translation>Runde {number} wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Round {number}: my score is {score} nat.</source>
        <translation>Runde {number}: Mein Score ist {score} nat.</translation>
    </message>
    <message>
        <source>Round {round_id}: {total} in all, to {destination}. Nothing was sent yet.</source>
        <translation>Runde {round_id}: insgesamt {total}, an {destination}. Noch wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Round {round_id}: {verdict}</source>
        <translation>Runde {round_id}: {verdict}</translation>
    </message>
    <message>
        <source>Round {round_id}{attempt}</source>
        <translation>Runde {round_id}{attempt}</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Rounds opens and shows what your network says about it. Nothing is joined or sent.</source>
        <translation>„Runden“ öffnet sich und zeigt, was Ihr Netzwerk darüber sagt. Dabei wird nichts gesendet und keiner Runde beigetreten.</translation>
    </message>
    <message>
        <source>Rounds that this machine takes part in are listed here with their scores.</source>
        <translation>Runden, an denen dieser Rechner teilnimmt, stehen hier mit ihren Scores.</translation>
    </message>
    <message>
        <source>Run the demo again.</source>
        <translation>Die Demo noch einmal ausführen.</translation>
    </message>
    <message>
        <source>Save it as CSV UTF-8.</source>
        <translation>Als CSV UTF-8 speichern.</translation>
    </message>
    <message>
        <source>Save it as CSV with the encoding UTF-8.</source>
        <translation>Als CSV in der Kodierung UTF-8 speichern.</translation>
    </message>
    <message>
        <source>Say no; nothing is sent</source>
        <translation>Nein sagen; nichts wird gesendet</translation>
    </message>
    <message>
        <source>Say the blob&apos;s SHA-256 digest, and it can be checked.</source>
        <translation>Den SHA-256-Digest des Blobs nennen, dann lässt er sich prüfen.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Score is</source>
        <translation>Score ist</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Search indicators</source>
        <translation>Indikatoren suchen</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Handbuch durchsuchen</translation>
    </message>
    <message>
        <source>Search: RSI, Bollinger, volume, Wilder…</source>
        <translation>Suche: RSI, Bollinger, Volumen, Wilder…</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>See its result.</source>
        <translation>Ihr Ergebnis ansehen.</translation>
    </message>
    <message>
        <source>See what leaves before you agree</source>
        <translation>Vor der Zustimmung sehen, was hinausgeht</translation>
    </message>
    <message>
        <source>Seed words or private key</source>
        <translation>Wiederherstellungswörter oder privater Schlüssel</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send less, or choose a slower fee.</source>
        <translation>Weniger senden oder eine langsamere Gebühr wählen.</translation>
    </message>
    <message>
        <source>Send less, or get coins.</source>
        <translation>Weniger senden oder Coins beschaffen.</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>Weniger senden.</translation>
    </message>
    <message>
        <source>Send the chosen one with a higher fee</source>
        <translation>Die gewählte mit höherer Gebühr erneut senden</translation>
    </message>
    <message>
        <source>Send to…</source>
        <translation>Senden an…</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet…</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>Senden…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Set a password</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>Set a password first.</source>
        <translation>Zuerst ein Passwort setzen.</translation>
    </message>
    <message>
        <source>Set it right, best by switching on automatic time, or rounds will not accept what you send.</source>
        <translation>Die Uhr richtig stellen, am besten durch Einschalten der automatischen Zeit; sonst nehmen Runden Gesendetes nicht an.</translation>
    </message>
    <message>
        <source>Set its address: conflux config set updates.url https://…</source>
        <translation>Die Adresse setzen: conflux config set updates.url https://…</translation>
    </message>
    <message>
        <source>Set the limit</source>
        <translation>Limit setzen</translation>
    </message>
    <message>
        <source>Set this machine&apos;s clock, and sign a delegation that begins an hour ago.</source>
        <translation>Die Uhr dieses Rechners stellen und eine Delegation signieren, die vor einer Stunde beginnt.</translation>
    </message>
    <message>
        <source>Set timeout_seconds and size_limit_mib above 0.</source>
        <translation>timeout_seconds und size_limit_mib über 0 setzen.</translation>
    </message>
    <message>
        <source>Set updates.url to the final address, if you know whose it is.</source>
        <translation>updates.url auf die endgültige Adresse setzen, falls bekannt ist, wem sie gehört.</translation>
    </message>
    <message>
        <source>Set wallet.signer_address in the settings.</source>
        <translation>wallet.signer_address in den Einstellungen setzen.</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Setting the privacy limit</source>
        <translation>Privatsphäre-Limit wird gesetzt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settled rounds, rewards, ended trainings, warnings and what went wrong are told here.</source>
        <translation>Abgerechnete Runden, Belohnungen, beendete Trainings, Warnungen und Fehler werden hier gemeldet.</translation>
    </message>
    <message>
        <source>Share first.</source>
        <translation>Zuerst teilen.</translation>
    </message>
    <message>
        <source>Share of realised variances below each quantile</source>
        <translation>Anteil realisierter Varianzen unter jedem Quantil</translation>
    </message>
    <message>
        <source>Share of the agent&apos;s profit</source>
        <translation>Anteil am Gewinn des Agenten</translation>
    </message>
    <message>
        <source>Share of the log variance that is explained; higher is better.</source>
        <translation>Anteil der Log-Varianz, der erklärt ist; höher ist besser.</translation>
    </message>
    <message>
        <source>Share of the windows whose calibrated edge, up or down, exceeds a round trip&apos;s cost of {round_trip_cost}.</source>
        <translation>Anteil der Fenster, deren kalibrierter Edge, auf- oder abwärts, die Kosten von Kauf und Verkauf ({round_trip_cost}) übersteigt.</translation>
    </message>
    <message>
        <source>Sharpe, held</source>
        <translation>Sharpe, gehalten</translation>
    </message>
    <message>
        <source>Sharpe, traded</source>
        <translation>Sharpe, gehandelt</translation>
    </message>
    <message>
        <source>Show money as bullets, from the start of the program. The eye and Ctrl+Shift+H change it, too.</source>
        <translation>Geld ab Programmstart als Punkte zeigen. Auch das Auge und Ctrl+Shift+H ändern es.</translation>
    </message>
    <message>
        <source>Show the round</source>
        <translation>Runde zeigen</translation>
    </message>
    <message>
        <source>Show the words</source>
        <translation>Wörter zeigen</translation>
    </message>
    <message>
        <source>Show the words…</source>
        <translation>Wörter zeigen…</translation>
    </message>
    <message>
        <source>Show them again</source>
        <translation>Erneut zeigen</translation>
    </message>
    <message>
        <source>Show them with your password.</source>
        <translation>Sie mit dem Passwort zeigen.</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>Sign a delegation for this one.</source>
        <translation>Für diesen eine Delegation signieren.</translation>
    </message>
    <message>
        <source>Sign a new delegation.</source>
        <translation>Eine neue Delegation signieren.</translation>
    </message>
    <message>
        <source>Sign and send</source>
        <translation>Signieren und senden</translation>
    </message>
    <message>
        <source>Simulated market</source>
        <translation>Simulierter Markt</translation>
    </message>
    <message>
        <source>Since (UTC)</source>
        <translation>Seit (UTC)</translation>
    </message>
    <message>
        <source>Sit this round out.</source>
        <translation>Diese Runde aussetzen.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>So far, by purpose</source>
        <translation>Bisher, nach Zweck</translation>
    </message>
    <message>
        <source>Some words back, please</source>
        <translation>Einige Wörter zur Probe, bitte</translation>
    </message>
    <message>
        <source>Somebody may want to keep you on an old version: look at the project&apos;s own page.</source>
        <translation>Vielleicht soll hier eine alte Version festgehalten werden: auf der Seite des Projekts nachsehen.</translation>
    </message>
    <message>
        <source>Something else came first; look again.</source>
        <translation>Etwas anderes kam zuvor; noch einmal nachsehen.</translation>
    </message>
    <message>
        <source>Speed up…</source>
        <translation>Beschleunigen…</translation>
    </message>
    <message>
        <source>Split it, for example by year, or store it as Parquet.</source>
        <translation>Teilen, zum Beispiel nach Jahren, oder als Parquet speichern.</translation>
    </message>
    <message>
        <source>Split it, for example by year, or use longer ones.</source>
        <translation>Teilen, zum Beispiel nach Jahren, oder längere verwenden.</translation>
    </message>
    <message>
        <source>Split it, for example by year.</source>
        <translation>Teilen, zum Beispiel nach Jahren.</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Stages of training</source>
        <translation>Stufen des Trainings</translation>
    </message>
    <message>
        <source>Stake a bond and wait until the chain shows it.</source>
        <translation>Eine Kaution einsetzen und warten, bis die Chain sie zeigt.</translation>
    </message>
    <message>
        <source>Stake more and join again.</source>
        <translation>Mehr einsetzen und erneut beitreten.</translation>
    </message>
    <message>
        <source>Stale runs</source>
        <translation>Stillstand</translation>
    </message>
    <message>
        <source>Standard deviation of the noise in the sum, in the size of one trader&apos;s answer.</source>
        <translation>Standardabweichung des Rauschens in der Summe, in der Größe der Antwort eines Traders.</translation>
    </message>
    <message>
        <source>Standing consent</source>
        <translation>Dauerzustimmung</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start anew: what was sent so far is incomplete.</source>
        <translation>Neu beginnen: Das bisher Gesendete ist unvollständig.</translation>
    </message>
    <message>
        <source>Start it on its screen.</source>
        <translation>In seiner Ansicht starten.</translation>
    </message>
    <message>
        <source>Start taking {amount} out of the bond. It stays at stake until the delay is over.</source>
        <translation>Beginnen, {amount} aus der Kaution zu nehmen. Bis zum Ende der Frist bleibt der Betrag eingesetzt.</translation>
    </message>
    <message>
        <source>Start the local network again.</source>
        <translation>Das lokale Netzwerk erneut starten.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Starting the sample market</source>
        <translation>Beispielmarkt wird gestartet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>Hier bleiben</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Steps of the round</source>
        <translation>Schritte der Runde</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop it, or choose another folder with --data-dir.</source>
        <translation>Stoppen oder mit --data-dir einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Stop what uses it or choose another port.</source>
        <translation>Stoppen, was ihn belegt, oder einen anderen Port wählen.</translation>
    </message>
    <message>
        <source>Stop; what arrived is kept</source>
        <translation>Stoppen; was ankam, bleibt erhalten</translation>
    </message>
    <message>
        <source>Stopped. What arrived is kept; Download goes on from there.</source>
        <translation>Gestoppt. Was ankam, bleibt erhalten; „Herunterladen“ setzt dort fort.</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicherung</translation>
    </message>
    <message>
        <source>Store it as numbers.</source>
        <translation>Als Zahlen speichern.</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Such a key has 64 hexadecimal digits.</source>
        <translation>Ein solcher Schlüssel hat 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>Sums, at most</source>
        <translation>Summen, höchstens</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Take back every request that is not filled.</source>
        <translation>Jeden noch nicht ausgeführten Auftrag zurückziehen.</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Taking back {column}</source>
        <translation>{column} wird zurückgenommen</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Tell the desktop</source>
        <translation>Dem Desktop melden</translation>
    </message>
    <message>
        <source>Tell the network&apos;s operator.</source>
        <translation>Dem Betreiber des Netzwerks Bescheid geben.</translation>
    </message>
    <message>
        <source>Tell the operator who published it.</source>
        <translation>Dem Betreiber, der es veröffentlichte, Bescheid geben.</translation>
    </message>
    <message>
        <source>Tell the operator.</source>
        <translation>Dem Betreiber Bescheid geben.</translation>
    </message>
    <message>
        <source>Tell the operator. Nothing is wrong with this computer.</source>
        <translation>Dem Betreiber Bescheid geben. Mit diesem Rechner ist alles in Ordnung.</translation>
    </message>
    <message>
        <source>Telling the desktop</source>
        <translation>Dem Desktop wird gemeldet</translation>
    </message>
    <message>
        <source>Test and validation each take 0.05 to 0.5 of the windows.</source>
        <translation>Test und Validierung nehmen je 0.05 bis 0.5 der Fenster.</translation>
    </message>
    <message>
        <source>Test: {test_windows:,} windows, {span}; parentheses hold 95 %, {better} is better, {worse} worse, {unclear} neither.</source>
        <translation>Test: {test_windows:,} Fenster, {span}; in Klammern 95 %, {better} ist besser, {worse} schlechter, {unclear} keines von beiden.</translation>
    </message>
    <message>
        <source>That address is not plain https.</source>
        <translation>Diese Adresse ist kein einfaches https.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>That is no fee.</source>
        <translation>Das ist keine Gebühr.</translation>
    </message>
    <message>
        <source>That is no link of Conflux.</source>
        <translation>Das ist kein Link von Conflux.</translation>
    </message>
    <message>
        <source>That is no name for a contact.</source>
        <translation>Das ist kein Name für einen Kontakt.</translation>
    </message>
    <message>
        <source>That is no name for an account.</source>
        <translation>Das ist kein Name für ein Konto.</translation>
    </message>
    <message>
        <source>That is no request to sign in with an Ethereum account.</source>
        <translation>Das ist keine Anfrage zur Anmeldung mit einem Ethereum-Konto.</translation>
    </message>
    <message>
        <source>That is not an address.</source>
        <translation>Das ist keine Adresse.</translation>
    </message>
    <message>
        <source>That is this account itself.</source>
        <translation>Das ist dieses Konto selbst.</translation>
    </message>
    <message>
        <source>That is too long for an address.</source>
        <translation>Das ist zu lang für eine Adresse.</translation>
    </message>
    <message>
        <source>That link names no network.</source>
        <translation>Dieser Link nennt kein Netzwerk.</translation>
    </message>
    <message>
        <source>That link names no round.</source>
        <translation>Dieser Link nennt keine Runde.</translation>
    </message>
    <message>
        <source>That note cannot be kept.</source>
        <translation>Diese Notiz kann nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>That password is too short.</source>
        <translation>Dieses Passwort ist zu kurz.</translation>
    </message>
    <message>
        <source>That you answer becomes public, with your address.</source>
        <translation>Dass Sie antworten, wird öffentlich, mit Ihrer Adresse.</translation>
    </message>
    <message>
        <source>The account in use signs and takes part in rounds.</source>
        <translation>Das verwendete Konto signiert und nimmt an Runden teil.</translation>
    </message>
    <message>
        <source>The account is locked.</source>
        <translation>Das Konto ist gesperrt.</translation>
    </message>
    <message>
        <source>The account&apos;s coins do not cover the higher fee.</source>
        <translation>Die Coins des Kontos decken die höhere Gebühr nicht.</translation>
    </message>
    <message>
        <source>The address book is damaged.</source>
        <translation>Das Adressbuch ist beschädigt.</translation>
    </message>
    <message>
        <source>The agent may lose it. An allowance for exactly this amount is signed first where it is missing.</source>
        <translation>Der Agent kann es verlieren. Wo sie fehlt, wird zuerst eine Freigabe über genau diesen Betrag signiert.</translation>
    </message>
    <message>
        <source>The agent paused: its limit {limit} was reached.</source>
        <translation>Der Agent hat angehalten: Sein Limit {limit} wurde erreicht.</translation>
    </message>
    <message>
        <source>The agent starts trading when the first round&apos;s model is published.</source>
        <translation>Der Agent beginnt zu handeln, wenn das Modell der ersten Runde veröffentlicht ist.</translation>
    </message>
    <message>
        <source>The agent trades on paper: no order reaches an exchange.</source>
        <translation>Der Agent handelt auf dem Papier: Keine Order erreicht eine Börse.</translation>
    </message>
    <message>
        <source>The agent writes down each decision with its reason.</source>
        <translation>Der Agent notiert jede Entscheidung mit ihrem Grund.</translation>
    </message>
    <message>
        <source>The agent&apos;s journal is malformed.</source>
        <translation>Das Journal des Agenten ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The agent&apos;s trades are not up to date: {message}</source>
        <translation>Die Trades des Agenten sind nicht auf dem neuesten Stand: {message}</translation>
    </message>
    <message>
        <source>The amount again</source>
        <translation>Der Betrag noch einmal</translation>
    </message>
    <message>
        <source>The amount is in {currency} itself.</source>
        <translation>Der Betrag ist selbst in {currency}.</translation>
    </message>
    <message>
        <source>The answer is too long.</source>
        <translation>Die Antwort ist zu lang.</translation>
    </message>
    <message>
        <source>The answer was cancelled: I am a drop-out, which is no fault.</source>
        <translation>Die Antwort wurde abgebrochen: Ich bin ausgefallen, was kein Fehler ist.</translation>
    </message>
    <message>
        <source>The back-up does not hold a wallet.</source>
        <translation>Die Sicherung enthält keine Wallet.</translation>
    </message>
    <message>
        <source>The beacon is not a block&apos;s hash.</source>
        <translation>Der Beacon ist kein Block-Hash.</translation>
    </message>
    <message>
        <source>The block of the beacon does not exist yet.</source>
        <translation>Der Block des Beacons existiert noch nicht.</translation>
    </message>
    <message>
        <source>The candles are damaged.</source>
        <translation>Die Kerzen sind beschädigt.</translation>
    </message>
    <message>
        <source>The candles are not those that the scores were asked for.</source>
        <translation>Die Kerzen sind nicht die, für die die Scores angefragt wurden.</translation>
    </message>
    <message>
        <source>The candles are those of another round.</source>
        <translation>Die Kerzen sind die einer anderen Runde.</translation>
    </message>
    <message>
        <source>The candles that score this round are not closed yet.</source>
        <translation>Die Kerzen, die diese Runde bewerten, sind noch nicht geschlossen.</translation>
    </message>
    <message>
        <source>The chain does not show the closed epoch yet.</source>
        <translation>Die Chain zeigt die geschlossene Epoche noch nicht.</translation>
    </message>
    <message>
        <source>The chain has no block yet.</source>
        <translation>Die Chain hat noch keinen Block.</translation>
    </message>
    <message>
        <source>The chain id of the sign-in request is not valid.</source>
        <translation>Die Chain-ID der Anmeldeanfrage ist ungültig.</translation>
    </message>
    <message>
        <source>The chain&apos;s node answers nonsense where a number is due.</source>
        <translation>Der Knoten der Chain antwortet mit Unsinn, wo eine Zahl stehen müsste.</translation>
    </message>
    <message>
        <source>The chain&apos;s node answers nonsense where bytes are due.</source>
        <translation>Der Knoten der Chain antwortet mit Unsinn, wo Bytes stehen müssten.</translation>
    </message>
    <message>
        <source>The chart is too small for a picture.</source>
        <translation>Der Chart ist zu klein für ein Bild.</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>Die Prüfung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The checkpoint is that of another training.</source>
        <translation>Der Zwischenstand gehört zu einem anderen Training.</translation>
    </message>
    <message>
        <source>The checkpoint of this training is damaged.</source>
        <translation>Der Zwischenstand dieses Trainings ist beschädigt.</translation>
    </message>
    <message>
        <source>The chosen line</source>
        <translation>Die gewählte Zeile</translation>
    </message>
    <message>
        <source>The close, and nothing else, names the new model.</source>
        <translation>Der Abschluss, und nur er, nennt das neue Modell.</translation>
    </message>
    <message>
        <source>The commitments reached the chain after the first candle that scores them.</source>
        <translation>Die Commitments erreichten die Chain nach der ersten Kerze, die sie bewertet.</translation>
    </message>
    <message>
        <source>The commitments were posted after the first candle that scores them.</source>
        <translation>Die Commitments wurden nach der ersten Kerze eingestellt, die sie bewertet.</translation>
    </message>
    <message>
        <source>The coordinator and I differ about whether there is a reference direction.</source>
        <translation>Der Koordinator und ich sind uns uneins, ob es eine Referenzrichtung gibt.</translation>
    </message>
    <message>
        <source>The coordinator left my join out.</source>
        <translation>Der Koordinator hat meinen Beitritt ausgelassen.</translation>
    </message>
    <message>
        <source>The coordinator shows other figures than follow from the public records.</source>
        <translation>Der Koordinator zeigt andere Zahlen, als aus den öffentlichen Aufzeichnungen folgen.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s account is not the one that the round names.</source>
        <translation>Das Konto des Koordinators ist nicht das, welches die Runde nennt.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s account of a question is malformed.</source>
        <translation>Die Angaben des Koordinators zu einer Frage sind fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s account of the round is malformed.</source>
        <translation>Die Angaben des Koordinators zur Runde sind fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s list of clients is malformed.</source>
        <translation>Die Client-Liste des Koordinators ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s list of questions is malformed.</source>
        <translation>Die Fragenliste des Koordinators ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s list of rounds is malformed.</source>
        <translation>Die Rundenliste des Koordinators ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s payout table is malformed.</source>
        <translation>Die Auszahlungstabelle des Koordinators ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s receipt is for another message.</source>
        <translation>Die Empfangsbestätigung des Koordinators gilt einer anderen Nachricht.</translation>
    </message>
    <message>
        <source>The coordinator&apos;s result is malformed.</source>
        <translation>Das Ergebnis des Koordinators ist fehlerhaft aufgebaut.</translation>
    </message>
    <message>
        <source>The database&apos;s URL cannot be read.</source>
        <translation>Die URL der Datenbank ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The deepest fall from a peak within one trading window.</source>
        <translation>Der tiefste Rückgang von einem Hoch innerhalb eines Handelsfensters.</translation>
    </message>
    <message>
        <source>The earlier payouts are not those that the terms name.</source>
        <translation>Die früheren Auszahlungen sind nicht die, welche die Bedingungen nennen.</translation>
    </message>
    <message>
        <source>The emission must be within the first mint, and that within the cap.</source>
        <translation>Die Emission muss innerhalb der ersten Prägung liegen, und diese innerhalb der Obergrenze.</translation>
    </message>
    <message>
        <source>The envelope is not sealed to this key.</source>
        <translation>Der Umschlag ist nicht für diesen Schlüssel versiegelt.</translation>
    </message>
    <message>
        <source>The envelope was altered or is not whole.</source>
        <translation>Der Umschlag wurde verändert oder ist unvollständig.</translation>
    </message>
    <message>
        <source>The exchange has no candles of that time.</source>
        <translation>Die Börse hat keine Kerzen aus dieser Zeit.</translation>
    </message>
    <message>
        <source>The exchange has no candles of these symbols yet.</source>
        <translation>Die Börse hat noch keine Kerzen dieser Symbole.</translation>
    </message>
    <message>
        <source>The external signer asks you now. Look there.</source>
        <translation>Der externe Signer fragt jetzt. Dort nachsehen.</translation>
    </message>
    <message>
        <source>The fast mean must be shorter than the slow one.</source>
        <translation>Der schnelle Mittelwert muss kürzer sein als der langsame.</translation>
    </message>
    <message>
        <source>The features are not those of the model.</source>
        <translation>Die Merkmale sind nicht die des Modells.</translation>
    </message>
    <message>
        <source>The file {gone} is not there any more.</source>
        <translation>Die Datei {gone} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The file&apos;s password is the wallet&apos;s from then on.</source>
        <translation>Das Passwort der Datei ist von da an das der Wallet.</translation>
    </message>
    <message>
        <source>The first line does not name the columns.</source>
        <translation>Die erste Zeile nennt die Spalten nicht.</translation>
    </message>
    <message>
        <source>The global model has moved on since: personalise again to grow from the newest.</source>
        <translation>Das globale Modell hat sich seitdem weiterentwickelt: erneut personalisieren, um vom neuesten auszugehen.</translation>
    </message>
    <message>
        <source>The gradient of a window needs a norm above 0.</source>
        <translation>Der Gradient eines Fensters braucht eine Norm über 0.</translation>
    </message>
    <message>
        <source>The inbox is for another client, round or attempt.</source>
        <translation>Der Posteingang ist für einen anderen Client, eine andere Runde oder einen anderen Versuch.</translation>
    </message>
    <message>
        <source>The inbox is not in the order of addresses.</source>
        <translation>Der Posteingang ist nicht nach Adressen geordnet.</translation>
    </message>
    <message>
        <source>The key file holds another key than the address in it says.</source>
        <translation>Die Schlüsseldatei enthält einen anderen Schlüssel, als ihre Adresse sagt.</translation>
    </message>
    <message>
        <source>The key file&apos;s password is wrong, or the file was altered.</source>
        <translation>Das Passwort der Schlüsseldatei ist falsch, oder die Datei wurde verändert.</translation>
    </message>
    <message>
        <source>The key is in the external signer</source>
        <translation>Der Schlüssel liegt im externen Signer</translation>
    </message>
    <message>
        <source>The key stays in Clef, or in the Ledger or Trezor behind it, which asks you there whenever this account signs. Its address is in Settings, Wallet.</source>
        <translation>Der Schlüssel bleibt in Clef oder im Ledger oder Trezor dahinter; dort wird gefragt, sooft dieses Konto signiert. Die Adresse steht unter „Einstellungen“, „Wallet“.</translation>
    </message>
    <message>
        <source>The limit is epsilon {epsilon} at delta {delta}, counting {what}.</source>
        <translation>Das Limit ist Epsilon {epsilon} bei Delta {delta}; gezählt wird {what}.</translation>
    </message>
    <message>
        <source>The list of commitments is for another round or attempt.</source>
        <translation>Die Liste der Commitments ist für eine andere Runde oder einen anderen Versuch.</translation>
    </message>
    <message>
        <source>The list of commitments is not in the order of addresses, each once.</source>
        <translation>Die Liste der Commitments ist nicht nach Adressen geordnet, jede einmal.</translation>
    </message>
    <message>
        <source>The list of commitments lacks mine.</source>
        <translation>In der Liste der Commitments fehlt meines.</translation>
    </message>
    <message>
        <source>The list of commitments, or the norm request, is not the one whose root is on chain.</source>
        <translation>Die Liste der Commitments oder die Normanfrage ist nicht die, deren Wurzel auf der Chain steht.</translation>
    </message>
    <message>
        <source>The list of norm openings is for another round or attempt.</source>
        <translation>Die Liste der Normöffnungen ist für eine andere Runde oder einen anderen Versuch.</translation>
    </message>
    <message>
        <source>The list of norm openings is not in order or holds a stranger.</source>
        <translation>Die Liste der Normöffnungen ist nicht geordnet oder enthält einen Fremden.</translation>
    </message>
    <message>
        <source>The list of norm openings lacks mine.</source>
        <translation>In der Liste der Normöffnungen fehlt meine.</translation>
    </message>
    <message>
        <source>The log is empty</source>
        <translation>Das Protokoll ist leer</translation>
    </message>
    <message>
        <source>The log is not as it was written</source>
        <translation>Das Protokoll ist nicht, wie es geschrieben wurde</translation>
    </message>
    <message>
        <source>The loss it took away.</source>
        <translation>Der Loss, den es wegnahm.</translation>
    </message>
    <message>
        <source>The masked update is not the one that its sender signed.</source>
        <translation>Das maskierte Update ist nicht das, welches sein Absender signierte.</translation>
    </message>
    <message>
        <source>The messages of the record are not in the order of their steps.</source>
        <translation>Die Nachrichten der Aufzeichnung sind nicht in der Reihenfolge ihrer Schritte.</translation>
    </message>
    <message>
        <source>The model holds no arrays.</source>
        <translation>Das Modell enthält keine Arrays.</translation>
    </message>
    <message>
        <source>The model is</source>
        <translation>Das Modell ist</translation>
    </message>
    <message>
        <source>The model was changed outside the part that is trained.</source>
        <translation>Das Modell wurde außerhalb des trainierten Teils verändert.</translation>
    </message>
    <message>
        <source>The most unusual pair is more unusual than so many of the candles before the window. Beyond 99 % the model has not seen a market like this, and the agent holds less on its word.</source>
        <translation>Das ungewöhnlichste Paar ist ungewöhnlicher als so viele der Kerzen vor dem Fenster. Jenseits von 99 % hat das Modell einen solchen Markt noch nicht gesehen, und der Agent hält auf seine Prognose hin weniger.</translation>
    </message>
    <message>
        <source>The network file describes no network.</source>
        <translation>Die Netzwerkdatei beschreibt kein Netzwerk.</translation>
    </message>
    <message>
        <source>The network file is not JSON as it has to be.</source>
        <translation>Die Netzwerkdatei ist kein JSON, wie es sein muss.</translation>
    </message>
    <message>
        <source>The network file is old or of another network; ask the operator for a new one.</source>
        <translation>Die Netzwerkdatei ist alt oder von einem anderen Netzwerk; den Betreiber um eine neue bitten.</translation>
    </message>
    <message>
        <source>The network has had no round, so nobody knows its operator.</source>
        <translation>Das Netzwerk hatte noch keine Runde, daher kennt niemand seinen Betreiber.</translation>
    </message>
    <message>
        <source>The network stops.</source>
        <translation>Das Netzwerk stoppt.</translation>
    </message>
    <message>
        <source>The next model is not the last one plus the sum&apos;s step.</source>
        <translation>Das nächste Modell ist nicht das letzte plus der Schritt der Summe.</translation>
    </message>
    <message>
        <source>The norm check left it out: {shortened}.</source>
        <translation>Die Normprüfung hat es ausgelassen: {shortened}.</translation>
    </message>
    <message>
        <source>The norm openings have not begun.</source>
        <translation>Die Normöffnungen haben nicht begonnen.</translation>
    </message>
    <message>
        <source>The norm request is for another round.</source>
        <translation>Die Normanfrage ist für eine andere Runde.</translation>
    </message>
    <message>
        <source>The notes hold signs that do not print.</source>
        <translation>Die Hinweise enthalten nicht druckbare Zeichen.</translation>
    </message>
    <message>
        <source>The operator can ask with noise, or about other days.</source>
        <translation>Der Betreiber kann mit Rauschen fragen oder zu anderen Tagen.</translation>
    </message>
    <message>
        <source>The operator in that link is none: it is 0x and 40 hexadecimal digits.</source>
        <translation>Der Betreiber in diesem Link ist keiner: Er besteht aus 0x und 40 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>The pair of each of your own fills.</source>
        <translation>Das Paar jeder eigenen Ausführung.</translation>
    </message>
    <message>
        <source>The pairs whose candles you keep on this machine.</source>
        <translation>Die Paare, deren Kerzen Sie auf diesem Rechner aufbewahren.</translation>
    </message>
    <message>
        <source>The password is empty.</source>
        <translation>Das Passwort ist leer.</translation>
    </message>
    <message>
        <source>The password is wrong, or the sealed file was altered.</source>
        <translation>Das Passwort ist falsch, oder die versiegelte Datei wurde verändert.</translation>
    </message>
    <message>
        <source>The payout that was told is not in the table on chain.</source>
        <translation>Die genannte Auszahlung steht nicht in der Tabelle auf der Chain.</translation>
    </message>
    <message>
        <source>The payouts are not what scores and earlier payouts give.</source>
        <translation>Die Auszahlungen sind nicht, was Scores und frühere Auszahlungen ergeben.</translation>
    </message>
    <message>
        <source>The payouts are those of another round.</source>
        <translation>Die Auszahlungen sind die einer anderen Runde.</translation>
    </message>
    <message>
        <source>The payouts before are not at hand, so that nobody knows what was left.</source>
        <translation>Die Auszahlungen davor liegen nicht vor, daher weiß niemand, was übrig war.</translation>
    </message>
    <message>
        <source>The payouts leave out others than the round&apos;s record does.</source>
        <translation>Die Auszahlungen lassen andere aus als die Aufzeichnung der Runde.</translation>
    </message>
    <message>
        <source>The picture is in {path}.</source>
        <translation>Das Bild liegt in {path}.</translation>
    </message>
    <message>
        <source>The program ended when {share} of it was done ({stage}).</source>
        <translation>Das Programm endete, als {share} davon erledigt waren ({stage}).</translation>
    </message>
    <message>
        <source>The published directions are not as many as mine.</source>
        <translation>Es sind nicht so viele Richtungen veröffentlicht wie meine.</translation>
    </message>
    <message>
        <source>The published scores are not what the openings give.</source>
        <translation>Die veröffentlichten Scores sind nicht, was die Öffnungen ergeben.</translation>
    </message>
    <message>
        <source>The published sum or its secrets are not what the messages give.</source>
        <translation>Die veröffentlichte Summe oder ihre Geheimnisse sind nicht, was die Nachrichten ergeben.</translation>
    </message>
    <message>
        <source>The published survivor set is not the one on chain.</source>
        <translation>Die veröffentlichte Menge der Verbliebenen ist nicht die auf der Chain.</translation>
    </message>
    <message>
        <source>The query is asked on another network.</source>
        <translation>Die Abfrage wird in einem anderen Netzwerk gestellt.</translation>
    </message>
    <message>
        <source>The query is not answered yet.</source>
        <translation>Die Abfrage ist noch nicht beantwortet.</translation>
    </message>
    <message>
        <source>The query was answered in full.</source>
        <translation>Die Abfrage wurde vollständig beantwortet.</translation>
    </message>
    <message>
        <source>The questions are not up to date: {text}</source>
        <translation>Die Fragen sind nicht auf dem neuesten Stand: {text}</translation>
    </message>
    <message>
        <source>The raw score less what anybody earns by replaying public directions.</source>
        <translation>Der Roh-Score, abzüglich dessen, was jeder durch Wiederholen öffentlicher Richtungen verdient.</translation>
    </message>
    <message>
        <source>The record of {name!r} does not say its {missing}.</source>
        <translation>Im Eintrag von {name!r} fehlt die Angabe {missing}.</translation>
    </message>
    <message>
        <source>The reference direction has another length than the model.</source>
        <translation>Die Referenzrichtung hat eine andere Länge als das Modell.</translation>
    </message>
    <message>
        <source>The reference direction is not published yet.</source>
        <translation>Die Referenzrichtung ist noch nicht veröffentlicht.</translation>
    </message>
    <message>
        <source>The reference direction is of another round.</source>
        <translation>Die Referenzrichtung gehört zu einer anderen Runde.</translation>
    </message>
    <message>
        <source>The release server&apos;s notice has expired, so it says nothing about today.</source>
        <translation>Die Mitteilung des Versionsservers ist abgelaufen und sagt daher nichts über heute.</translation>
    </message>
    <message>
        <source>The release server&apos;s notice is dated in the future.</source>
        <translation>Die Mitteilung des Versionsservers ist auf die Zukunft datiert.</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>Der Bericht</translation>
    </message>
    <message>
        <source>The request asks for an amount that is none.</source>
        <translation>Die Anforderung nennt einen Betrag, der keiner ist.</translation>
    </message>
    <message>
        <source>The result is void; ask again.</source>
        <translation>Das Ergebnis ist ungültig; erneut fragen.</translation>
    </message>
    <message>
        <source>The roster is for another attempt.</source>
        <translation>Die Teilnehmerliste ist für einen anderen Versuch.</translation>
    </message>
    <message>
        <source>The roster is not the one of this round, in the order of addresses.</source>
        <translation>Die Teilnehmerliste ist nicht die dieser Runde, nach Adressen geordnet.</translation>
    </message>
    <message>
        <source>The roster is not the one whose root is on chain.</source>
        <translation>Die Teilnehmerliste ist nicht die, deren Wurzel auf der Chain steht.</translation>
    </message>
    <message>
        <source>The round can no longer be joined.</source>
        <translation>Der Runde kann nicht mehr beigetreten werden.</translation>
    </message>
    <message>
        <source>The round does not wait for a score request.</source>
        <translation>Die Runde wartet nicht auf eine Score-Anfrage.</translation>
    </message>
    <message>
        <source>The round has another reference direction.</source>
        <translation>Die Runde hat eine andere Referenzrichtung.</translation>
    </message>
    <message>
        <source>The round is not settled yet.</source>
        <translation>Die Runde ist noch nicht abgerechnet.</translation>
    </message>
    <message>
        <source>The round is not up to date: {error}</source>
        <translation>Die Runde ist nicht auf dem neuesten Stand: {error}</translation>
    </message>
    <message>
        <source>The round uses features that this version does not know.</source>
        <translation>Die Runde verwendet Merkmale, die diese Version nicht kennt.</translation>
    </message>
    <message>
        <source>The round was given up or voided on chain, and counts for nothing.</source>
        <translation>Die Runde wurde auf der Chain aufgegeben oder für ungültig erklärt und zählt nicht.</translation>
    </message>
    <message>
        <source>The round&apos;s table stood on chain as it was told.</source>
        <translation>Die Tabelle der Runde stand so auf der Chain, wie sie genannt wurde.</translation>
    </message>
    <message>
        <source>The round&apos;s table was not found on chain: a later one took its place, or it still waits.</source>
        <translation>Die Tabelle der Runde fand sich nicht auf der Chain: Eine spätere trat an ihre Stelle, oder sie wartet noch.</translation>
    </message>
    <message>
        <source>The round&apos;s terms and this update differ about noise.</source>
        <translation>Die Bedingungen der Runde und dieses Update stimmen beim Rauschen nicht überein.</translation>
    </message>
    <message>
        <source>The rows are not those of the network.</source>
        <translation>Die Zeilen sind nicht die des Netzwerks.</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dasselbe</translation>
    </message>
    <message>
        <source>The same symbols.</source>
        <translation>Dieselben Symbole.</translation>
    </message>
    <message>
        <source>The sample market needs no account and no internet: this machine computes prices, runs a practice chain and a handful of other traders. Everything of it is marked as simulated.</source>
        <translation>Der Beispielmarkt braucht weder Konto noch Internet: Dieser Rechner berechnet Preise, betreibt eine Übungs-Chain und eine Handvoll anderer Trader. Alles davon ist als simuliert gekennzeichnet.</translation>
    </message>
    <message>
        <source>The score request has a negative norm.</source>
        <translation>Die Score-Anfrage hat eine negative Norm.</translation>
    </message>
    <message>
        <source>The score request is for another round or attempt.</source>
        <translation>Die Score-Anfrage ist für eine andere Runde oder einen anderen Versuch.</translation>
    </message>
    <message>
        <source>The score request is not published yet.</source>
        <translation>Die Score-Anfrage ist noch nicht veröffentlicht.</translation>
    </message>
    <message>
        <source>The score request is not the one on chain.</source>
        <translation>Die Score-Anfrage ist nicht die auf der Chain.</translation>
    </message>
    <message>
        <source>The score table has another product for my update than I compute.</source>
        <translation>Die Score-Tabelle hat für mein Update ein anderes Produkt, als ich berechne.</translation>
    </message>
    <message>
        <source>The scores do not sum to the product of the aggregate with the gradient.</source>
        <translation>Die Scores summieren sich nicht zum Produkt des Aggregats mit dem Gradienten.</translation>
    </message>
    <message>
        <source>The scores that the coordinator shows are not those of the transcript.</source>
        <translation>Die Scores, die der Koordinator zeigt, sind nicht die des Transkripts.</translation>
    </message>
    <message>
        <source>The sealed file asks for an impossible cost.</source>
        <translation>Die versiegelte Datei verlangt einen unmöglichen Aufwand.</translation>
    </message>
    <message>
        <source>The secrets of this attempt are erased.</source>
        <translation>Die Geheimnisse dieses Versuchs sind gelöscht.</translation>
    </message>
    <message>
        <source>The secrets of this machine wait for their password.</source>
        <translation>Die Geheimnisse dieses Rechners warten auf ihr Passwort.</translation>
    </message>
    <message>
        <source>The session key&apos;s delegation ends before the sum could be unmasked.</source>
        <translation>Die Delegation des Sitzungsschlüssels endet, bevor die Summe demaskiert werden könnte.</translation>
    </message>
    <message>
        <source>The sign-in request has lines that do not belong there.</source>
        <translation>Die Anmeldeanfrage enthält Zeilen, die nicht hineingehören.</translation>
    </message>
    <message>
        <source>The sign-in request is too long.</source>
        <translation>Die Anmeldeanfrage ist zu lang.</translation>
    </message>
    <message>
        <source>The sign-in request&apos;s statement is longer than a line.</source>
        <translation>Die Erklärung der Anmeldeanfrage ist länger als eine Zeile.</translation>
    </message>
    <message>
        <source>The signature of the network file is no signature.</source>
        <translation>Die Signatur der Netzwerkdatei ist keine Signatur.</translation>
    </message>
    <message>
        <source>The simulated market has a start of its own.</source>
        <translation>Der simulierte Markt hat seinen eigenen Beginn.</translation>
    </message>
    <message>
        <source>The start was cancelled.</source>
        <translation>Der Start wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The strengths to try are none, or one of them twice.</source>
        <translation>Die zu prüfenden Stärken fehlen, oder eine steht zweimal da.</translation>
    </message>
    <message>
        <source>The sum is longer than its parts may be.</source>
        <translation>Die Summe ist länger, als ihre Teile sein dürfen.</translation>
    </message>
    <message>
        <source>The sum of the answers is impossible: somebody answered with numbers that no rows give.</source>
        <translation>Die Summe der Antworten ist unmöglich: Jemand antwortete mit Zahlen, die keine Zeilen ergeben.</translation>
    </message>
    <message>
        <source>The survivor set is not in order or holds somebody who did not open.</source>
        <translation>Die Menge der Verbliebenen ist nicht geordnet oder enthält jemanden, der nicht öffnete.</translation>
    </message>
    <message>
        <source>The survivor set is not the one on chain.</source>
        <translation>Die Menge der Verbliebenen ist nicht die auf der Chain.</translation>
    </message>
    <message>
        <source>The survivor set is not the one that I signed.</source>
        <translation>Die Menge der Verbliebenen ist nicht die, die ich signiert habe.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain did not keep the secret.</source>
        <translation>Der Schlüsselbund des Systems hat das Geheimnis nicht behalten.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain does not answer.</source>
        <translation>Der Schlüsselbund des Systems antwortet nicht.</translation>
    </message>
    <message>
        <source>The task was cancelled.</source>
        <translation>Die Aufgabe wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The terms name other clients with a standing than the scores give.</source>
        <translation>Die Bedingungen nennen andere Clients mit Bewertungsstand, als die Scores ergeben.</translation>
    </message>
    <message>
        <source>The terms rest on other payouts than those published.</source>
        <translation>Die Bedingungen beruhen auf anderen Auszahlungen als den veröffentlichten.</translation>
    </message>
    <message>
        <source>The tip is part of the most, and both are below a million gwei.</source>
        <translation>Der Tip ist Teil der Höchstgebühr, und beide liegen unter einer Million Gwei.</translation>
    </message>
    <message>
        <source>The traders of the query are not all neighbours of all.</source>
        <translation>Die Trader der Abfrage sind nicht alle Nachbarn von allen.</translation>
    </message>
    <message>
        <source>The training loss is no longer a number.</source>
        <translation>Der Trainings-Loss ist keine Zahl mehr.</translation>
    </message>
    <message>
        <source>The training process ended by itself ({how}) and is started again for the next task.</source>
        <translation>Der Trainingsprozess endete von selbst ({how}) und wird für die nächste Aufgabe neu gestartet.</translation>
    </message>
    <message>
        <source>The transcript holds no scores that could be paid.</source>
        <translation>Das Transkript enthält keine Scores, die bezahlt werden könnten.</translation>
    </message>
    <message>
        <source>The transcript is not that of a settled round under these terms.</source>
        <translation>Das Transkript ist nicht das einer abgerechneten Runde unter diesen Bedingungen.</translation>
    </message>
    <message>
        <source>The transcript is of another attempt than the chain&apos;s.</source>
        <translation>Das Transkript gehört zu einem anderen Versuch als dem der Chain.</translation>
    </message>
    <message>
        <source>The transcript lacks the score request.</source>
        <translation>Dem Transkript fehlt die Score-Anfrage.</translation>
    </message>
    <message>
        <source>The transcript lacks the scores or the score request, but not the score root.</source>
        <translation>Dem Transkript fehlen die Scores oder die Score-Anfrage, nicht aber die Score-Wurzel.</translation>
    </message>
    <message>
        <source>The transcript lacks what stands on chain.</source>
        <translation>Dem Transkript fehlt, was auf der Chain steht.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>The update holds numbers that are not finite.</source>
        <translation>Das Update enthält Zahlen, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>The update is on its way; see Rounds.</source>
        <translation>Das Update ist unterwegs; siehe „Runden“.</translation>
    </message>
    <message>
        <source>The wallet delegated to another session key.</source>
        <translation>Die Wallet hat an einen anderen Sitzungsschlüssel delegiert.</translation>
    </message>
    <message>
        <source>The wallet is damaged: restore it from its back-up</source>
        <translation>Die Wallet ist beschädigt: aus ihrer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>The window holds fewer than two candles.</source>
        <translation>Das Fenster enthält weniger als zwei Kerzen.</translation>
    </message>
    <message>
        <source>The words are sealed.</source>
        <translation>Die Wörter sind versiegelt.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>There are no candles in view.</source>
        <translation>Keine Kerzen sind sichtbar.</translation>
    </message>
    <message>
        <source>There are no candles on this machine.</source>
        <translation>Auf diesem Rechner gibt es keine Kerzen.</translation>
    </message>
    <message>
        <source>There are no rows, or the noise drowned their number.</source>
        <translation>Es gibt keine Zeilen, oder das Rauschen hat ihre Zahl überdeckt.</translation>
    </message>
    <message>
        <source>There are only {amount}.</source>
        <translation>Es gibt nur {amount}.</translation>
    </message>
    <message>
        <source>There are too few candles to normalise features.</source>
        <translation>Es gibt zu wenige Kerzen, um Merkmale zu normieren.</translation>
    </message>
    <message>
        <source>There are too few rows for a HAR model.</source>
        <translation>Es gibt zu wenige Zeilen für ein HAR-Modell.</translation>
    </message>
    <message>
        <source>There is an account already.</source>
        <translation>Es gibt schon ein Konto.</translation>
    </message>
    <message>
        <source>There is no account yet.</source>
        <translation>Es gibt noch kein Konto.</translation>
    </message>
    <message>
        <source>There is no folder {parent}.</source>
        <translation>Es gibt keinen Ordner {parent}.</translation>
    </message>
    <message>
        <source>There is no key to seal: all accounts are watched.</source>
        <translation>Es gibt keinen Schlüssel zu versiegeln: Alle Konten werden nur beobachtet.</translation>
    </message>
    <message>
        <source>There is no password to unlock with.</source>
        <translation>Es gibt kein Passwort zum Entsperren.</translation>
    </message>
    <message>
        <source>There is no result</source>
        <translation>Es gibt kein Ergebnis</translation>
    </message>
    <message>
        <source>There is no such network.</source>
        <translation>Es gibt kein solches Netzwerk.</translation>
    </message>
    <message>
        <source>There is no window to score on.</source>
        <translation>Es gibt kein Fenster zum Bewerten.</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht.</translation>
    </message>
    <message>
        <source>There is nothing to open for this client.</source>
        <translation>Für diesen Client gibt es nichts zu öffnen.</translation>
    </message>
    <message>
        <source>There is nothing to train on.</source>
        <translation>Es gibt nichts, womit trainiert werden könnte.</translation>
    </message>
    <message>
        <source>There was no round to go on with.</source>
        <translation>Es gab keine Runde zum Fortsetzen.</translation>
    </message>
    <message>
        <source>There was nothing to answer.</source>
        <translation>Es gab nichts zu beantworten.</translation>
    </message>
    <message>
        <source>These are words, not a private key.</source>
        <translation>Das sind Wörter, kein privater Schlüssel.</translation>
    </message>
    <message>
        <source>These bytes are not a candle series.</source>
        <translation>Diese Bytes sind keine Kerzenreihe.</translation>
    </message>
    <message>
        <source>These bytes are not a quality report.</source>
        <translation>Diese Bytes sind kein Qualitätsbericht.</translation>
    </message>
    <message>
        <source>These bytes are not a state of features.</source>
        <translation>Diese Bytes sind kein Merkmalszustand.</translation>
    </message>
    <message>
        <source>These candles are old: {message}</source>
        <translation>Diese Kerzen sind alt: {message}</translation>
    </message>
    <message>
        <source>These notes are signed with the project&apos;s release key. Conflux installs nothing by itself: get the new version from the page below, as you got this one.</source>
        <translation>Diese Hinweise sind mit dem Versionsschlüssel des Projekts signiert. Conflux installiert nichts von selbst: die neue Version von der Seite unten holen, wie schon diese.</translation>
    </message>
    <message>
        <source>These training settings cannot work.</source>
        <translation>Diese Trainingseinstellungen können nicht funktionieren.</translation>
    </message>
    <message>
        <source>These weights are of no model that this version knows.</source>
        <translation>Diese Gewichte gehören zu keinem Modell, das diese Version kennt.</translation>
    </message>
    <message>
        <source>These words are not a seed phrase.</source>
        <translation>Diese Wörter sind keine gültigen Wiederherstellungswörter.</translation>
    </message>
    <message>
        <source>They are listed in the window; a setting turns this off.</source>
        <translation>Sie stehen im Fenster; eine Einstellung schaltet das ab.</translation>
    </message>
    <message>
        <source>They bring all accounts of them back, here and in other wallets. Imported keys are not in them.</source>
        <translation>Sie bringen alle daraus entstandenen Konten zurück, hier und in anderen Wallets. Importierte Schlüssel sind nicht darin.</translation>
    </message>
    <message>
        <source>This</source>
        <translation>Dies</translation>
    </message>
    <message>
        <source>This account is in use.</source>
        <translation>Dieses Konto wird gerade verwendet.</translation>
    </message>
    <message>
        <source>This account sent something else meanwhile.</source>
        <translation>Dieses Konto hat inzwischen etwas anderes gesendet.</translation>
    </message>
    <message>
        <source>This account was made from a private key and has no words.</source>
        <translation>Dieses Konto entstand aus einem privaten Schlüssel und hat keine Wörter.</translation>
    </message>
    <message>
        <source>This attempt has no roster yet.</source>
        <translation>Dieser Versuch hat noch keine Teilnehmerliste.</translation>
    </message>
    <message>
        <source>This build has no release key, so it could believe no notice.</source>
        <translation>Dieser Build hat keinen Versionsschlüssel und könnte daher keiner Mitteilung glauben.</translation>
    </message>
    <message>
        <source>This download was not finished: Download goes on where it ended.</source>
        <translation>Dieser Download wurde nicht fertig: „Herunterladen“ setzt dort fort, wo er endete.</translation>
    </message>
    <message>
        <source>This is neither a seed phrase nor a private key.</source>
        <translation>Das sind weder Wiederherstellungswörter noch ein privater Schlüssel.</translation>
    </message>
    <message>
        <source>This is not a key for envelopes.</source>
        <translation>Das ist kein Schlüssel für Umschläge.</translation>
    </message>
    <message>
        <source>This is not a private key.</source>
        <translation>Das ist kein privater Schlüssel.</translation>
    </message>
    <message>
        <source>This is not a sealed file of Conflux.</source>
        <translation>Das ist keine versiegelte Datei von Conflux.</translation>
    </message>
    <message>
        <source>This is not a signed network file.</source>
        <translation>Das ist keine signierte Netzwerkdatei.</translation>
    </message>
    <message>
        <source>This is not a whole envelope of Conflux.</source>
        <translation>Das ist kein vollständiger Umschlag von Conflux.</translation>
    </message>
    <message>
        <source>This is not an envelope of Conflux.</source>
        <translation>Das ist kein Umschlag von Conflux.</translation>
    </message>
    <message>
        <source>This is not the update that was committed to.</source>
        <translation>Das ist nicht das Update, auf das das Commitment lautet.</translation>
    </message>
    <message>
        <source>This machine has no GPU that torch can use.</source>
        <translation>Dieser Rechner hat keine GPU, die torch nutzen kann.</translation>
    </message>
    <message>
        <source>This machine has no keychain, and nobody can be asked for the password of the file in its place.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund, und niemand kann nach dem Passwort der Datei an seiner Stelle gefragt werden.</translation>
    </message>
    <message>
        <source>This machine has no keychain, and the password of the file in its place is not given.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund, und das Passwort der Datei an seiner Stelle ist nicht angegeben.</translation>
    </message>
    <message>
        <source>This machine has no keychain. Its secrets are kept in a file, sealed with this password (10 characters at least). Nobody can bring it back.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund. Seine Geheimnisse liegen in einer Datei, mit diesem Passwort versiegelt (mindestens 10 Zeichen). Niemand kann es zurückbringen.</translation>
    </message>
    <message>
        <source>This machine has no keychain: Wallet asks for a password first.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund: „Wallet“ fragt zuerst nach einem Passwort.</translation>
    </message>
    <message>
        <source>This machine has no keychain; the password of the file in its place.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund; das Passwort der Datei an seiner Stelle.</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>Dieses Modell</translation>
    </message>
    <message>
        <source>This model against the standards</source>
        <translation>Dieses Modell gegenüber den Maßstäben</translation>
    </message>
    <message>
        <source>This program has no node to pay by.</source>
        <translation>Dieses Programm hat keinen Knoten, über den es zahlen kann.</translation>
    </message>
    <message>
        <source>This report is kept on this machine and was sent to nobody. Secrets, addresses, amounts and your name were taken out of it. If you want to report the mistake, read it, and copy it yourself.</source>
        <translation>Dieser Bericht liegt auf diesem Rechner und wurde niemandem gesendet. Geheimnisse, Adressen, Beträge und Ihr Name wurden daraus entfernt. Wer den Fehler melden will, liest ihn und kopiert ihn selbst.</translation>
    </message>
    <message>
        <source>This request cannot be understood as a payment.</source>
        <translation>Diese Anforderung lässt sich nicht als Zahlung verstehen.</translation>
    </message>
    <message>
        <source>This round</source>
        <translation>Diese Runde</translation>
    </message>
    <message>
        <source>This round adds no noise, so that your privacy limit cannot be kept.</source>
        <translation>Diese Runde fügt kein Rauschen hinzu, sodass Ihr Privatsphäre-Limit nicht eingehalten werden kann.</translation>
    </message>
    <message>
        <source>This state of features is of another version or of other features.</source>
        <translation>Dieser Merkmalszustand gehört zu einer anderen Version oder zu anderen Merkmalen.</translation>
    </message>
    <message>
        <source>This system has no socket files.</source>
        <translation>Dieses System hat keine Socket-Dateien.</translation>
    </message>
    <message>
        <source>This update was norm-opened often enough.</source>
        <translation>Dieses Update wurde oft genug zur Normprüfung geöffnet.</translation>
    </message>
    <message>
        <source>This version of Conflux cannot begin {name!r} again.</source>
        <translation>Diese Version von Conflux kann {name!r} nicht neu beginnen.</translation>
    </message>
    <message>
        <source>This version of Conflux does not know what that link asks for.</source>
        <translation>Diese Version von Conflux kennt nicht, was dieser Link verlangt.</translation>
    </message>
    <message>
        <source>This wallet has no seed words.</source>
        <translation>Diese Wallet hat keine Wiederherstellungswörter.</translation>
    </message>
    <message>
        <source>Threads of a training; 0 measures whether one or two are faster. More than the idle cores slow it down.</source>
        <translation>Threads eines Trainings; 0 misst, ob einer oder zwei schneller sind. Mehr als die freien Kerne bremsen es.</translation>
    </message>
    <message>
        <source>Threads were measured when the worker started.</source>
        <translation>Threads wurden beim Start des Workers gemessen.</translation>
    </message>
    <message>
        <source>Three models side by side</source>
        <translation>Drei Modelle nebeneinander</translation>
    </message>
    <message>
        <source>Tick both boxes.</source>
        <translation>Beide Kästchen ankreuzen.</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>Time for a blob</source>
        <translation>Zeit für einen Blob</translation>
    </message>
    <message>
        <source>Timeframe</source>
        <translation>Zeiteinheit</translation>
    </message>
    <message>
        <source>Timeframe {timeframe}</source>
        <translation>Zeiteinheit {timeframe}</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Times in another zone</source>
        <translation>Zeiten in einer anderen Zone</translation>
    </message>
    <message>
        <source>Times without a zone are of</source>
        <translation>Zeiten ohne Zone sind aus</translation>
    </message>
    <message>
        <source>Times without a zone were read as {zone}.</source>
        <translation>Zeiten ohne Zone wurden als {zone} gelesen.</translation>
    </message>
    <message>
        <source>Tint the candles that the newest model of the pair was trained and validated on.</source>
        <translation>Die Kerzen einfärben, auf denen das neueste Modell des Paares trainiert und validiert wurde.</translation>
    </message>
    <message>
        <source>Tip, gwei</source>
        <translation>Tip, Gwei</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>To every question about the chosen column</source>
        <translation>Jeder Frage zur gewählten Spalte</translation>
    </message>
    <message>
        <source>Token emission</source>
        <translation>Token-Emission</translation>
    </message>
    <message>
        <source>Too few clients passed the norm check to unmask their sum.</source>
        <translation>Zu wenige Clients bestanden die Normprüfung, um ihre Summe zu demaskieren.</translation>
    </message>
    <message>
        <source>Too few clients sent their masked updates to unmask the others&apos; sum.</source>
        <translation>Zu wenige Clients sandten ihre maskierten Updates, um die Summe der anderen zu demaskieren.</translation>
    </message>
    <message>
        <source>Too few clients shared with each other.</source>
        <translation>Zu wenige Clients teilten miteinander.</translation>
    </message>
    <message>
        <source>Too few clients signed the survivor set to unmask their sum.</source>
        <translation>Zu wenige Clients signierten die Menge der Verbliebenen, um ihre Summe zu demaskieren.</translation>
    </message>
    <message>
        <source>Too few days to compare</source>
        <translation>Zu wenige Tage zum Vergleichen</translation>
    </message>
    <message>
        <source>Too few of my neighbours are left to unmask.</source>
        <translation>Zu wenige meiner Nachbarn sind übrig, um zu demaskieren.</translation>
    </message>
    <message>
        <source>Totals by destination</source>
        <translation>Summen nach Empfänger</translation>
    </message>
    <message>
        <source>Traded volume of each whole UTC day in the quote coin: the sum of volume times close.</source>
        <translation>Gehandeltes Volumen jedes ganzen UTC-Tages im Quote-Coin: die Summe aus Volumen mal Schlusskurs.</translation>
    </message>
    <message>
        <source>Traded, after costs</source>
        <translation>Gehandelt, nach Kosten</translation>
    </message>
    <message>
        <source>Traders</source>
        <translation>Trader</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Trades</translation>
    </message>
    <message>
        <source>Trades of the agent</source>
        <translation>Trades des Agenten</translation>
    </message>
    <message>
        <source>Trading the same candles on paper</source>
        <translation>Dieselben Kerzen auf dem Papier gehandelt</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Train &amp; contribute</source>
        <translation>Trainieren &amp; beitragen</translation>
    </message>
    <message>
        <source>Train &amp; contribute fits the global model to your own candles.</source>
        <translation>„Trainieren &amp; beitragen“ passt das globale Modell an eigene Kerzen an.</translation>
    </message>
    <message>
        <source>Train again for the next round.</source>
        <translation>Für die nächste Runde erneut trainieren.</translation>
    </message>
    <message>
        <source>Train again from the start.</source>
        <translation>Von Anfang an neu trainieren.</translation>
    </message>
    <message>
        <source>Train again to compare it with the standards.</source>
        <translation>Erneut trainieren, um es mit den Maßstäben zu vergleichen.</translation>
    </message>
    <message>
        <source>Train again.</source>
        <translation>Erneut trainieren.</translation>
    </message>
    <message>
        <source>Train here</source>
        <translation>Hier trainieren</translation>
    </message>
    <message>
        <source>Train in float32, the default.</source>
        <translation>In float32 trainieren, dem Standard.</translation>
    </message>
    <message>
        <source>Train on the cpu.</source>
        <translation>Auf der cpu trainieren.</translation>
    </message>
    <message>
        <source>Train on this machine alone; nothing is sent</source>
        <translation>Nur auf diesem Rechner trainieren; nichts wird gesendet</translation>
    </message>
    <message>
        <source>Train on your own market data, contribute what your model learnt without showing the data, and share what the network&apos;s agent earns.</source>
        <translation>Auf eigenen Marktdaten trainieren, beitragen, was das Modell gelernt hat, ohne die Daten zu zeigen, und am Verdienst des Netzwerk-Agenten teilhaben.</translation>
    </message>
    <message>
        <source>Train privately without it.</source>
        <translation>Ohne ihn privat trainieren.</translation>
    </message>
    <message>
        <source>Train the model again.</source>
        <translation>Das Modell erneut trainieren.</translation>
    </message>
    <message>
        <source>Train with a lower learning rate.</source>
        <translation>Mit einer niedrigeren Lernrate trainieren.</translation>
    </message>
    <message>
        <source>Trained on {pair} for round {number}; nothing is sent before you say so.</source>
        <translation>Auf {pair} für Runde {number} trainiert; ohne Ihre Zustimmung wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Trained {model} on {pair}: loss {loss}, {gain} against no features. It stays on this machine.</source>
        <translation>{model} auf {pair} trainiert: Loss {loss}, {gain} gegenüber einem Modell ohne Merkmale. Es bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Trained {model} on {pair}; it stays on this machine.</source>
        <translation>{model} auf {pair} trainiert; es bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Trained; nothing is sent before you say so.{words}</source>
        <translation>Trainiert; ohne Ihre Zustimmung wird nichts gesendet.{words}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training and validation, {title}</source>
        <translation>Training und Validierung, {title}</translation>
    </message>
    <message>
        <source>Training {model}</source>
        <translation>{model} wird trainiert</translation>
    </message>
    <message>
        <source>Training, {title}</source>
        <translation>Training, {title}</translation>
    </message>
    <message>
        <source>Trainings, downloads, rounds and other long work are listed here, with their results.</source>
        <translation>Trainings, Downloads, Runden und andere lange Arbeiten stehen hier mit ihren Ergebnissen.</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>Transaktion</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Transaktionen</translation>
    </message>
    <message>
        <source>Transactions of this account</source>
        <translation>Transaktionen dieses Kontos</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Trend</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Try again later, or from another store.</source>
        <translation>Später erneut versuchen, oder aus einem anderen Speicher.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Später erneut versuchen.</translation>
    </message>
    <message>
        <source>Try again when it has ended.</source>
        <translation>Erneut versuchen, wenn es beendet ist.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Erneut versuchen.</translation>
    </message>
    <message>
        <source>Try again: it will not be sent twice.</source>
        <translation>Erneut versuchen: Es wird nicht zweimal gesendet.</translation>
    </message>
    <message>
        <source>Trying it against the chain…</source>
        <translation>Wird an der Chain geprobt…</translation>
    </message>
    <message>
        <source>Trying the payment</source>
        <translation>Zahlung wird geprobt</translation>
    </message>
    <message>
        <source>Turnover</source>
        <translation>Umschlag</translation>
    </message>
    <message>
        <source>Two roles of the local network share a key.</source>
        <translation>Zwei Rollen des lokalen Netzwerks teilen sich einen Schlüssel.</translation>
    </message>
    <message>
        <source>Two signed sets are proof.</source>
        <translation>Zwei signierte Mengen sind der Beweis.</translation>
    </message>
    <message>
        <source>Type a number, as 1.</source>
        <translation>Eine Zahl eingeben, etwa 1.</translation>
    </message>
    <message>
        <source>Type an amount above zero.</source>
        <translation>Einen Betrag über null eingeben.</translation>
    </message>
    <message>
        <source>Type large amounts again</source>
        <translation>Große Beträge erneut eintippen</translation>
    </message>
    <message>
        <source>Type less.</source>
        <translation>Weniger eingeben.</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>Einen eingeben.</translation>
    </message>
    <message>
        <source>Type two numbers, as 8 and 0.00001.</source>
        <translation>Zwei Zahlen eingeben, etwa 8 und 0.00001.</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <source>USDC</source>
        <translation>USDC</translation>
    </message>
    <message>
        <source>USDT</source>
        <translation>USDT</translation>
    </message>
    <message>
        <source>Unbond</source>
        <translation>Kaution lösen</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Unlock it on the Wallet screen.</source>
        <translation>In der Ansicht „Wallet“ entsperren.</translation>
    </message>
    <message>
        <source>Unlock it with your password.</source>
        <translation>Mit dem Passwort entsperren.</translation>
    </message>
    <message>
        <source>Unlock it, then try again.</source>
        <translation>Entsperren, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Unpack it and import the file inside.</source>
        <translation>Entpacken und die Datei darin importieren.</translation>
    </message>
    <message>
        <source>Unpack it and import the files inside.</source>
        <translation>Entpacken und die Dateien darin importieren.</translation>
    </message>
    <message>
        <source>Until (UTC)</source>
        <translation>Bis (UTC)</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>Update Conflux.</source>
        <translation>Conflux aktualisieren.</translation>
    </message>
    <message>
        <source>Update all</source>
        <translation>Alle aktualisieren</translation>
    </message>
    <message>
        <source>Update the app.</source>
        <translation>Die App aktualisieren.</translation>
    </message>
    <message>
        <source>Update the node: it must understand the profile unixfs-v1-2025.</source>
        <translation>Den Knoten aktualisieren: Er muss das Profil unixfs-v1-2025 verstehen.</translation>
    </message>
    <message>
        <source>Update the older one of both.</source>
        <translation>Die ältere der beiden Seiten aktualisieren.</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Aktualisierungen</translation>
    </message>
    <message>
        <source>Updating candles</source>
        <translation>Kerzen werden aktualisiert</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use 0 or a positive whole number.</source>
        <translation>0 oder eine positive ganze Zahl verwenden.</translation>
    </message>
    <message>
        <source>Use 0 or more.</source>
        <translation>0 oder mehr verwenden.</translation>
    </message>
    <message>
        <source>Use 0, 0.01 and 1.</source>
        <translation>0, 0.01 und 1 verwenden.</translation>
    </message>
    <message>
        <source>Use 0, or 0.001 to 10.</source>
        <translation>0 oder 0.001 bis 10 verwenden.</translation>
    </message>
    <message>
        <source>Use 0, or 90 to 1000.</source>
        <translation>0 oder 90 bis 1000 verwenden.</translation>
    </message>
    <message>
        <source>Use 0.0001 to 0.01.</source>
        <translation>0.0001 bis 0.01 verwenden.</translation>
    </message>
    <message>
        <source>Use 0.05, 0.5 and 0.95.</source>
        <translation>0.05, 0.5 und 0.95 verwenden.</translation>
    </message>
    <message>
        <source>Use 0.2.</source>
        <translation>0.2 verwenden.</translation>
    </message>
    <message>
        <source>Use 0.5 to 3.</source>
        <translation>0.5 bis 3 verwenden.</translation>
    </message>
    <message>
        <source>Use 0.99, or 1 to trust the model always.</source>
        <translation>0.99 verwenden, oder 1, um dem Modell immer zu trauen.</translation>
    </message>
    <message>
        <source>Use 1 or more.</source>
        <translation>1 oder mehr verwenden.</translation>
    </message>
    <message>
        <source>Use 1 to 10.</source>
        <translation>1 bis 10 verwenden.</translation>
    </message>
    <message>
        <source>Use 1 to 30.</source>
        <translation>1 bis 30 verwenden.</translation>
    </message>
    <message>
        <source>Use 1, or 0 for none.</source>
        <translation>1 verwenden, oder 0 für keines.</translation>
    </message>
    <message>
        <source>Use 1.</source>
        <translation>1 verwenden.</translation>
    </message>
    <message>
        <source>Use 1m or more.</source>
        <translation>1m oder mehr verwenden.</translation>
    </message>
    <message>
        <source>Use 3 to 10 folds.</source>
        <translation>3 bis 10 Folds verwenden.</translation>
    </message>
    <message>
        <source>Use 48 and 192 candles.</source>
        <translation>48 und 192 Kerzen verwenden.</translation>
    </message>
    <message>
        <source>Use a URL of SQLite or of PostgreSQL.</source>
        <translation>Eine URL von SQLite oder PostgreSQL verwenden.</translation>
    </message>
    <message>
        <source>Use a model and labels of the same horizons.</source>
        <translation>Modell und Labels derselben Horizonte verwenden.</translation>
    </message>
    <message>
        <source>Use a name like UTC, Europe/Berlin or America/New_York.</source>
        <translation>Einen Namen wie UTC, Europe/Berlin oder America/New_York verwenden.</translation>
    </message>
    <message>
        <source>Use a name like binance or kraken.</source>
        <translation>Einen Namen wie binance oder kraken verwenden.</translation>
    </message>
    <message>
        <source>Use a small one, as 0.00001.</source>
        <translation>Ein kleines verwenden, etwa 0.00001.</translation>
    </message>
    <message>
        <source>Use an API key of the account that owns it.</source>
        <translation>Einen API-Schlüssel des Kontos verwenden, dem es gehört.</translation>
    </message>
    <message>
        <source>Use an epsilon above 0, as 8, and a small delta, as 0.00001.</source>
        <translation>Ein Epsilon über 0, etwa 8, und ein kleines Delta, etwa 0.00001, verwenden.</translation>
    </message>
    <message>
        <source>Use another account.</source>
        <translation>Ein anderes Konto verwenden.</translation>
    </message>
    <message>
        <source>Use another data folder.</source>
        <translation>Einen anderen Datenordner verwenden.</translation>
    </message>
    <message>
        <source>Use another exchange.</source>
        <translation>Eine andere Börse verwenden.</translation>
    </message>
    <message>
        <source>Use another gateway.</source>
        <translation>Ein anderes Gateway verwenden.</translation>
    </message>
    <message>
        <source>Use another name.</source>
        <translation>Einen anderen Namen verwenden.</translation>
    </message>
    <message>
        <source>Use another network first: conflux network local</source>
        <translation>Zuerst ein anderes Netzwerk verwenden: conflux network local</translation>
    </message>
    <message>
        <source>Use another one first.</source>
        <translation>Zuerst ein anderes verwenden.</translation>
    </message>
    <message>
        <source>Use another store for a blob of this size.</source>
        <translation>Für einen Blob dieser Größe einen anderen Speicher verwenden.</translation>
    </message>
    <message>
        <source>Use auto, cpu or cuda.</source>
        <translation>auto, cpu oder cuda verwenden.</translation>
    </message>
    <message>
        <source>Use candles of an hour or less.</source>
        <translation>Kerzen von höchstens einer Stunde verwenden.</translation>
    </message>
    <message>
        <source>Use fewer candles.</source>
        <translation>Weniger Kerzen verwenden.</translation>
    </message>
    <message>
        <source>Use fewer folds or a longer history.</source>
        <translation>Weniger Folds oder eine längere Historie verwenden.</translation>
    </message>
    <message>
        <source>Use fewer units or layers.</source>
        <translation>Weniger Einheiten oder Schichten verwenden.</translation>
    </message>
    <message>
        <source>Use fewer words, or another destination.</source>
        <translation>Weniger Wörter oder einen anderen Empfänger verwenden.</translation>
    </message>
    <message>
        <source>Use its own features.</source>
        <translation>Seine eigenen Merkmale verwenden.</translation>
    </message>
    <message>
        <source>Use one like 15, 240, 4h or 1d.</source>
        <translation>Etwas wie 15, 240, 4h oder 1d verwenden.</translation>
    </message>
    <message>
        <source>Use one like 5m, 1h or 1d.</source>
        <translation>Etwas wie 5m, 1h oder 1d verwenden.</translation>
    </message>
    <message>
        <source>Use one that it trained.</source>
        <translation>Eines verwenden, das sie trainiert hat.</translation>
    </message>
    <message>
        <source>Use sample market</source>
        <translation>Beispielmarkt verwenden</translation>
    </message>
    <message>
        <source>Use that account, or ask for another request.</source>
        <translation>Dieses Konto verwenden oder um eine andere Anfrage bitten.</translation>
    </message>
    <message>
        <source>Use the actions of the Wallet screen to deposit or to bond.</source>
        <translation>Zum Einzahlen oder für die Kaution die Aktionen unter „Wallet“ verwenden.</translation>
    </message>
    <message>
        <source>Use the defaults.</source>
        <translation>Die Standardwerte verwenden.</translation>
    </message>
    <message>
        <source>Use the labels that it was trained for.</source>
        <translation>Die Labels verwenden, für die es trainiert wurde.</translation>
    </message>
    <message>
        <source>Use the network&apos;s feature set and window.</source>
        <translation>Merkmale und Fenster des Netzwerks verwenden.</translation>
    </message>
    <message>
        <source>Use words.</source>
        <translation>Wörter verwenden.</translation>
    </message>
    <message>
        <source>Usual ones</source>
        <translation>Übliche</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Validierungs-Loss</translation>
    </message>
    <message>
        <source>Validation, {title}</source>
        <translation>Validierung, {title}</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Value traded over the capital; {exposure} invested on average.</source>
        <translation>Gehandelter Wert im Verhältnis zum Kapital; im Mittel {exposure} investiert.</translation>
    </message>
    <message>
        <source>Variance</source>
        <translation>Varianz</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Verify computes a round again from its public transcript.</source>
        <translation>„Prüfen“ rechnet eine Runde aus ihrem öffentlichen Transkript nach.</translation>
    </message>
    <message>
        <source>Verify follows every entry to the one before, down to the first.</source>
        <translation>„Prüfen“ folgt jedem Eintrag zum vorigen, bis hinab zum ersten.</translation>
    </message>
    <message>
        <source>Verify round {round_id}</source>
        <translation>Runde {round_id} prüfen</translation>
    </message>
    <message>
        <source>Verifying round {round_id}</source>
        <translation>Runde {round_id} wird geprüft</translation>
    </message>
    <message>
        <source>Verifying the privacy log</source>
        <translation>Privatsphäre-Protokoll wird geprüft</translation>
    </message>
    <message>
        <source>Version {version} is there; you run {running}.</source>
        <translation>Version {version} ist da; hier läuft {running}.</translation>
    </message>
    <message>
        <source>Void: the score is beyond the norm bound. It is not paid.</source>
        <translation>Ungültig: Der Score liegt jenseits der Normgrenze. Er wird nicht bezahlt.</translation>
    </message>
    <message>
        <source>Vol</source>
        <translation>Vol</translation>
    </message>
    <message>
        <source>Volatility forecast, a day</source>
        <translation>Volatilitätsprognose, ein Tag</translation>
    </message>
    <message>
        <source>Volume pattern</source>
        <translation>Volumenmuster</translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation>Warten auf Antwort</translation>
    </message>
    <message>
        <source>Wait for it, or cancel it.</source>
        <translation>Darauf warten oder abbrechen.</translation>
    </message>
    <message>
        <source>Wait for it, or end it.</source>
        <translation>Darauf warten oder es beenden.</translation>
    </message>
    <message>
        <source>Wait for its end, or cancel it, then change the network.</source>
        <translation>Das Ende abwarten oder abbrechen, dann das Netzwerk wechseln.</translation>
    </message>
    <message>
        <source>Wait for its end, or press Resume on Home to finish it.</source>
        <translation>Das Ende abwarten oder unter „Start“ auf „Fortsetzen“ drücken, um sie abzuschließen.</translation>
    </message>
    <message>
        <source>Wait for more candles after the commitment.</source>
        <translation>Auf weitere Kerzen nach dem Commitment warten.</translation>
    </message>
    <message>
        <source>Wait for rounds with noise, or remove the limit: conflux privacy budget --no-limit.</source>
        <translation>Auf Runden mit Rauschen warten oder das Limit entfernen: conflux privacy budget --no-limit.</translation>
    </message>
    <message>
        <source>Wait for the first sum.</source>
        <translation>Auf die erste Summe warten.</translation>
    </message>
    <message>
        <source>Wait for the next attempt.</source>
        <translation>Auf den nächsten Versuch warten.</translation>
    </message>
    <message>
        <source>Wait for what runs there, or cancel it, and try again.</source>
        <translation>Das Ende des dort Laufenden abwarten oder es abbrechen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Wait until it is written, or download it again.</source>
        <translation>Warten, bis sie geschrieben ist, oder noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>Wait until the exchange has published them.</source>
        <translation>Warten, bis die Börse sie veröffentlicht hat.</translation>
    </message>
    <message>
        <source>Wait until then, and check this computer&apos;s clock.</source>
        <translation>Bis dahin warten und die Uhr dieses Rechners prüfen.</translation>
    </message>
    <message>
        <source>Wait, or ask for another one.</source>
        <translation>Warten oder um eine andere bitten.</translation>
    </message>
    <message>
        <source>Waiting for Send</source>
        <translation>Wartet auf „Senden“</translation>
    </message>
    <message>
        <source>Waiting for the chain…</source>
        <translation>Warten auf die Chain…</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>Wallet</translation>
    </message>
    <message>
        <source>Wallet opens with everything that you can claim. Nothing is signed: that takes a click there.</source>
        <translation>„Wallet“ öffnet sich mit allem, was Sie einfordern können. Nichts wird signiert: Dazu braucht es dort einen Klick.</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Watch an account</source>
        <translation>Konto beobachten</translation>
    </message>
    <message>
        <source>Watched only</source>
        <translation>Nur beobachtet</translation>
    </message>
    <message>
        <source>Watch…</source>
        <translation>Beobachten…</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>Mi</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Welcome to Conflux</source>
        <translation>Willkommen bei Conflux</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a claim would pay now.</source>
        <translation>Was eine Einforderung jetzt zahlen würde.</translation>
    </message>
    <message>
        <source>What a round finds is shown as soon as there is one.</source>
        <translation>Was eine Runde ergibt, erscheint, sobald es eine gibt.</translation>
    </message>
    <message>
        <source>What a row is</source>
        <translation>Was eine Zeile ist</translation>
    </message>
    <message>
        <source>What coins that came to you are valued in, at the price of the day from candles that are stored or that the network&apos;s market has. Where none says it, nothing is guessed.</source>
        <translation>Worin eingegangene Coins bewertet werden, zum Preis des Tages aus Kerzen, die gespeichert sind oder die der Markt des Netzwerks hat. Wo keine ihn nennt, wird nichts geschätzt.</translation>
    </message>
    <message>
        <source>What each of your own fills was worth in the quote coin: quantity times price.</source>
        <translation>Was jede eigene Ausführung im Quote-Coin wert war: Menge mal Preis.</translation>
    </message>
    <message>
        <source>What each pair made is added up from its trades.</source>
        <translation>Was jedes Paar einbrachte, wird aus seinen Trades summiert.</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Neuerungen</translation>
    </message>
    <message>
        <source>What is urgent</source>
        <translation>Dringendes</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>Wofür es ist</translation>
    </message>
    <message>
        <source>What leaves this machine</source>
        <translation>Was diesen Rechner verlässt</translation>
    </message>
    <message>
        <source>What left, newest first</source>
        <translation>Was hinausging, Neuestes zuerst</translation>
    </message>
    <message>
        <source>What may be asked</source>
        <translation>Was gefragt werden darf</translation>
    </message>
    <message>
        <source>What may be asked of me</source>
        <translation>Was ich gefragt werden darf</translation>
    </message>
    <message>
        <source>What my update took off the global model&apos;s loss on candles that came after it.</source>
        <translation>Was mein Update vom Loss des globalen Modells wegnahm, auf Kerzen, die danach kamen.</translation>
    </message>
    <message>
        <source>What round {round_id} found</source>
        <translation>Was Runde {round_id} ergab</translation>
    </message>
    <message>
        <source>What stays here</source>
        <translation>Was hier bleibt</translation>
    </message>
    <message>
        <source>What the agent&apos;s paper account is worth, in the pool&apos;s asset.</source>
        <translation>Was das Papierkonto des Agenten wert ist, im Asset des Pools.</translation>
    </message>
    <message>
        <source>What the desktop is told at least: ended work and rewards, too, or only what needs you.</source>
        <translation>Was dem Desktop mindestens gemeldet wird: auch beendete Arbeit und Belohnungen oder nur, was Sie erfordert.</translation>
    </message>
    <message>
        <source>What the last model was trained on</source>
        <translation>Womit das letzte Modell trainiert wurde</translation>
    </message>
    <message>
        <source>What the newest shared-out round paid me of the whole, at most 25 %. The error is the standard error that comes from how much everybody&apos;s scores scatter from round to round.</source>
        <translation>Was mir die neueste verteilte Runde vom Ganzen zahlte, höchstens 25 %. Der Fehler ist der Standardfehler, der sich daraus ergibt, wie stark die Scores aller von Runde zu Runde streuen.</translation>
    </message>
    <message>
        <source>What the operator asks of all traders waits here for your word.</source>
        <translation>Was der Betreiber alle Trader fragt, wartet hier auf Ihre Entscheidung.</translation>
    </message>
    <message>
        <source>What the program does is written down here, without secrets.</source>
        <translation>Hier steht, was das Programm tut, ohne Geheimnisse.</translation>
    </message>
    <message>
        <source>What the question means for me</source>
        <translation>Was die Frage für mich bedeutet</translation>
    </message>
    <message>
        <source>What the round found</source>
        <translation>Was die Runde ergab</translation>
    </message>
    <message>
        <source>What this account signs here, and tokens sent to it, are listed here.</source>
        <translation>Hier steht, was dieses Konto hier signiert, und welche Token an es gesendet werden.</translation>
    </message>
    <message>
        <source>What this machine keeps of the wallet is damaged.</source>
        <translation>Was dieser Rechner von der Wallet aufbewahrt, ist beschädigt.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What was published is no record of Conflux.</source>
        <translation>Was veröffentlicht wurde, ist keine Aufzeichnung von Conflux.</translation>
    </message>
    <message>
        <source>What was signed is no transaction.</source>
        <translation>Das Signierte ist keine Transaktion.</translation>
    </message>
    <message>
        <source>What was spent of the privacy budget, and its limit</source>
        <translation>Was vom Privatsphäre-Budget verbraucht wurde, und sein Limit</translation>
    </message>
    <message>
        <source>What you were doing was not finished. Please report this with the details.</source>
        <translation>Ihr Vorgang wurde nicht abgeschlossen. Bitte mit den Einzelheiten melden.</translation>
    </message>
    <message>
        <source>When a round is settled and paid, each amount stands here with its round.</source>
        <translation>Wenn eine Runde abgerechnet und bezahlt ist, steht hier jeder Betrag mit seiner Runde.</translation>
    </message>
    <message>
        <source>When one closes, gain and loss move as coins.</source>
        <translation>Wenn eine schließt, wandern Gewinn und Verlust als Coins.</translation>
    </message>
    <message>
        <source>Where Auto Drive gives blobs back.</source>
        <translation>Wo Auto Drive Blobs zurückgibt.</translation>
    </message>
    <message>
        <source>Where Clef, or another program that speaks its protocol, waits for accounts whose key is not here: an address of this machine, or the path of its socket file.</source>
        <translation>Wo Clef oder ein anderes Programm mit seinem Protokoll auf Konten wartet, deren Schlüssel nicht hier ist: eine Adresse dieses Rechners oder der Pfad der Socket-Datei.</translation>
    </message>
    <message>
        <source>Where blobs are kept, in the order in which they are asked; each is put to all.</source>
        <translation>Wo Blobs aufbewahrt werden, in der Reihenfolge, in der gefragt wird; jeder kommt in alle.</translation>
    </message>
    <message>
        <source>Where each coin came from</source>
        <translation>Woher jeder Coin kam</translation>
    </message>
    <message>
        <source>Where models are trained.</source>
        <translation>Wo Modelle trainiert werden.</translation>
    </message>
    <message>
        <source>Where the signed notice of the newest release lies; https, or http on this machine.</source>
        <translation>Wo die signierte Mitteilung der neuesten Version liegt; https, oder http auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Whether there is a new version is not known: {cause} {remedy}</source>
        <translation>Ob es eine neue Version gibt, ist nicht bekannt: {cause} {remedy}</translation>
    </message>
    <message>
        <source>Who joins, drops out or is left out is listed here.</source>
        <translation>Wer beitritt, ausfällt oder ausgelassen wird, steht hier.</translation>
    </message>
    <message>
        <source>Who signs another site&apos;s request signs that site in as you.</source>
        <translation>Wer die Anfrage einer anderen Website signiert, meldet diese Website unter Ihrem Namen an.</translation>
    </message>
    <message>
        <source>Who takes part, and with how much at stake.</source>
        <translation>Wer teilnimmt, und mit wie viel Einsatz.</translation>
    </message>
    <message>
        <source>Whoever joins a round is listed here.</source>
        <translation>Wer einer Runde beitritt, steht hier.</translation>
    </message>
    <message>
        <source>Whole log</source>
        <translation>Ganzes Protokoll</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Auszahlen</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Gewonnen</translation>
    </message>
    <message>
        <source>Word {place}</source>
        <translation>Wort {place}</translation>
    </message>
    <message>
        <source>Words on paper</source>
        <translation>Wörter auf Papier</translation>
    </message>
    <message>
        <source>Words to find</source>
        <translation>Suchwörter</translation>
    </message>
    <message>
        <source>Worth</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Write a file…</source>
        <translation>Datei schreiben…</translation>
    </message>
    <message>
        <source>Write all entries to a file</source>
        <translation>Alle Einträge in eine Datei schreiben</translation>
    </message>
    <message>
        <source>Write buy or sell.</source>
        <translation>Entweder buy oder sell schreiben.</translation>
    </message>
    <message>
        <source>Write it as 0.2.0.</source>
        <translation>Als 0.2.0 schreiben.</translation>
    </message>
    <message>
        <source>Write it as 2022-06-01 or 2022-06-01T05:00Z.</source>
        <translation>Als 2022-06-01 oder 2022-06-01T05:00Z schreiben.</translation>
    </message>
    <message>
        <source>Write it as BTC/USDT.</source>
        <translation>Als BTC/USDT schreiben.</translation>
    </message>
    <message>
        <source>Write it as http://127.0.0.1:5001.</source>
        <translation>Als http://127.0.0.1:5001 schreiben.</translation>
    </message>
    <message>
        <source>Write it as section.name.</source>
        <translation>Als section.name schreiben.</translation>
    </message>
    <message>
        <source>Write it before the @ as NAME:PASSWORD@HOST, or into ~/.pgpass.</source>
        <translation>Vor das @ als NAME:PASSWORD@HOST schreiben oder in ~/.pgpass.</translation>
    </message>
    <message>
        <source>Write plain text.</source>
        <translation>Einfachen Text schreiben.</translation>
    </message>
    <message>
        <source>Write postgresql://NAME@HOST:5432/DATABASE or sqlite:////folder/file.db; in a password write @ as %40, : as %3A and / as %2F.</source>
        <translation>postgresql://NAME@HOST:5432/DATABASE oder sqlite:////folder/file.db schreiben; in einem Passwort @ als %40, : als %3A und / als %2F.</translation>
    </message>
    <message>
        <source>Write the file</source>
        <translation>Datei schreiben</translation>
    </message>
    <message>
        <source>Write these words down</source>
        <translation>Diese Wörter aufschreiben</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Wird geschrieben</translation>
    </message>
    <message>
        <source>Written down before it leaves, each entry with the hash of the one before.</source>
        <translation>Notiert, bevor es hinausgeht, jeder Eintrag mit dem Hash des vorigen.</translation>
    </message>
    <message>
        <source>Written to {name}, and opened again.</source>
        <translation>In {name} geschrieben und zur Probe wieder geöffnet.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>You know this network, and the file is the one that you have.</source>
        <translation>Dieses Netzwerk ist bekannt, und die Datei ist die schon vorhandene.</translation>
    </message>
    <message>
        <source>You know this network: the same key signed this newer file.</source>
        <translation>Dieses Netzwerk ist bekannt: Derselbe Schlüssel signierte diese neuere Datei.</translation>
    </message>
    <message>
        <source>You said no in the external signer.</source>
        <translation>Im externen Signer wurde abgelehnt.</translation>
    </message>
    <message>
        <source>You take part in no network yet: choose one first, then this goes on.</source>
        <translation>Sie nehmen noch an keinem Netzwerk teil: zuerst eines wählen, dann geht es hier weiter.</translation>
    </message>
    <message>
        <source>Your account&apos;s password.</source>
        <translation>Das Passwort des Kontos.</translation>
    </message>
    <message>
        <source>Your candles alone</source>
        <translation>Nur eigene Kerzen</translation>
    </message>
    <message>
        <source>Your signature under who is in the sum.</source>
        <translation>Ihre Signatur darunter, wer in der Summe ist.</translation>
    </message>
    <message>
        <source>Your signature under whose answers are summed.</source>
        <translation>Ihre Signatur darunter, wessen Antworten summiert werden.</translation>
    </message>
    <message>
        <source>Your wallet&apos;s word that a session key signs for it in this sum.</source>
        <translation>Das Wort Ihrer Wallet, dass in dieser Summe ein Sitzungsschlüssel für sie signiert.</translation>
    </message>
    <message>
        <source>Zero volume</source>
        <translation>Kein Volumen</translation>
    </message>
    <message>
        <source>Zone of the times on screen: utc, local for this machine&apos;s, or a name as Europe/Berlin. The button in the status bar changes it, too. Candles, files, records and fields to type in stay in UTC.</source>
        <translation>Zone der Zeiten auf dem Bildschirm: utc, local für die dieses Rechners oder ein Name wie Europe/Berlin. Der Knopf in der Statusleiste ändert sie auch. Kerzen, Dateien, Aufzeichnungen und Eingabefelder bleiben in UTC.</translation>
    </message>
    <message>
        <source>Zone of times that say none</source>
        <translation>Zone für Zeiten ohne Zone</translation>
    </message>
    <message>
        <source>`conflux crash list` names them.</source>
        <translation>`conflux crash list` nennt sie.</translation>
    </message>
    <message>
        <source>`conflux network list` lists them.</source>
        <translation>`conflux network list` listet sie auf.</translation>
    </message>
    <message>
        <source>a copy of an earlier stretch</source>
        <translation>eine Kopie eines früheren Abschnitts</translation>
    </message>
    <message>
        <source>aborted: {reason}</source>
        <translation>abgebrochen: {reason}</translation>
    </message>
    <message>
        <source>active</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>address and bond</source>
        <translation>Adresse und Kaution</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>einigen</translation>
    </message>
    <message>
        <source>agreed, always</source>
        <translation>zugestimmt, immer</translation>
    </message>
    <message>
        <source>agreed, not in it</source>
        <translation>zugestimmt, nicht darin</translation>
    </message>
    <message>
        <source>all hold</source>
        <translation>alle gelten</translation>
    </message>
    <message>
        <source>all sign the same list of survivors</source>
        <translation>alle signieren dieselbe Liste der Verbliebenen</translation>
    </message>
    <message>
        <source>all that there was is shared out</source>
        <translation>alles Vorhandene ist verteilt</translation>
    </message>
    <message>
        <source>always answer{noise}</source>
        <translation>immer antworten{noise}</translation>
    </message>
    <message>
        <source>ask me each time</source>
        <translation>mich jedes Mal fragen</translation>
    </message>
    <message>
        <source>ask me each time; no trades imported</source>
        <translation>mich jedes Mal fragen; keine Trades importiert</translation>
    </message>
    <message>
        <source>asked to deposit</source>
        <translation>zur Einzahlung beauftragt</translation>
    </message>
    <message>
        <source>asked to withdraw</source>
        <translation>zur Auszahlung beauftragt</translation>
    </message>
    <message>
        <source>at prices that no exchange quotes</source>
        <translation>zu Preisen, die keine Börse stellt</translation>
    </message>
    <message>
        <source>at stake in rounds</source>
        <translation>in Runden eingesetzt</translation>
    </message>
    <message>
        <source>at the last closed epoch</source>
        <translation>bei der letzten geschlossenen Epoche</translation>
    </message>
    <message>
        <source>awaited</source>
        <translation>erwartet</translation>
    </message>
    <message>
        <source>beats no features</source>
        <translation>besser als ohne Merkmale</translation>
    </message>
    <message>
        <source>began {time}</source>
        <translation>begonnen {time}</translation>
    </message>
    <message>
        <source>bond</source>
        <translation>Kaution</translation>
    </message>
    <message>
        <source>box key and mask key</source>
        <translation>Box-Schlüssel und Maskenschlüssel</translation>
    </message>
    <message>
        <source>by round {number} alone</source>
        <translation>nur nach Runde {number}</translation>
    </message>
    <message>
        <source>by the payout tables on chain</source>
        <translation>laut Auszahlungstabellen auf der Chain</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>chain</source>
        <translation>Chain</translation>
    </message>
    <message>
        <source>change of equity a day, {zone}, since {day}</source>
        <translation>Kapitaländerung je Tag, {zone}, seit {day}</translation>
    </message>
    <message>
        <source>checking the scores</source>
        <translation>Scores werden geprüft</translation>
    </message>
    <message>
        <source>checking the story</source>
        <translation>Ablauf wird geprüft</translation>
    </message>
    <message>
        <source>claimed, event not known</source>
        <translation>eingefordert, Ereignis nicht bekannt</translation>
    </message>
    <message>
        <source>claiming</source>
        <translation>Einfordern</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>sauber</translation>
    </message>
    <message>
        <source>clients register with fresh keys</source>
        <translation>Clients melden sich mit neuen Schlüsseln an</translation>
    </message>
    <message>
        <source>commitments precede the first candle, root3</source>
        <translation>Commitments liegen vor der ersten Kerze, root3</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>depends</source>
        <translation>je nachdem</translation>
    </message>
    <message>
        <source>digest of the survivors</source>
        <translation>Digest der Verbliebenen</translation>
    </message>
    <message>
        <source>digest of the traders</source>
        <translation>Digest der Trader</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>drawdown {percent}</source>
        <translation>Drawdown {percent}</translation>
    </message>
    <message>
        <source>dropped by a reorganisation</source>
        <translation>durch eine Reorganisation entfallen</translation>
    </message>
    <message>
        <source>dropped out</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>earlier payouts are published</source>
        <translation>frühere Auszahlungen sind veröffentlicht</translation>
    </message>
    <message>
        <source>edges follow from beacon and hashes</source>
        <translation>Kanten folgen aus Beacon und Hashes</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation>Epoche {epoch} von {epochs}</translation>
    </message>
    <message>
        <source>every message is signed by its session key</source>
        <translation>jede Nachricht ist von ihrem Sitzungsschlüssel signiert</translation>
    </message>
    <message>
        <source>everything published of an update</source>
        <translation>alles Veröffentlichte eines Updates</translation>
    </message>
    <message>
        <source>exit code {number}</source>
        <translation>Exit-Code {number}</translation>
    </message>
    <message>
        <source>exponential mean of closes</source>
        <translation>exponentieller Mittelwert der Schlusskurse</translation>
    </message>
    <message>
        <source>external signer</source>
        <translation>externer Signer</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>far outside of what is usual around them</source>
        <translation>weit außerhalb des Üblichen um sie herum</translation>
    </message>
    <message>
        <source>features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>for each of up to {most_sums} sums</source>
        <translation>für jede von bis zu {most_sums} Summen</translation>
    </message>
    <message>
        <source>for the answer</source>
        <translation>für die Antwort</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>from {loss}</source>
        <translation>anfangs {loss}</translation>
    </message>
    <message>
        <source>gap {count:,}</source>
        <translation>Lücke {count:,}</translation>
    </message>
    <message>
        <source>global model</source>
        <translation>globales Modell</translation>
    </message>
    <message>
        <source>hash of the self seed</source>
        <translation>Hash des eigenen Startwerts</translation>
    </message>
    <message>
        <source>in a series whose volumes follow no market</source>
        <translation>in einer Reihe, deren Volumina keinem Markt folgen</translation>
    </message>
    <message>
        <source>in a series without clusters of volatility and without fat tails</source>
        <translation>in einer Reihe ohne Volatilitätscluster und ohne Fat Tails</translation>
    </message>
    <message>
        <source>in another stored series too</source>
        <translation>auch in einer anderen gespeicherten Reihe</translation>
    </message>
    <message>
        <source>in the sum</source>
        <translation>in der Summe</translation>
    </message>
    <message>
        <source>in {sums_with_mine} of {sums}</source>
        <translation>in {sums_with_mine} von {sums}</translation>
    </message>
    <message>
        <source>is being sent</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>it fell silent</source>
        <translation>er verstummte</translation>
    </message>
    <message>
        <source>its beginning</source>
        <translation>am Anfang</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>eigener</translation>
    </message>
    <message>
        <source>join</source>
        <translation>beitreten</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>beigetreten</translation>
    </message>
    <message>
        <source>joins are signed and delegated, root1</source>
        <translation>Beitritte sind signiert und delegiert, root1</translation>
    </message>
    <message>
        <source>last day</source>
        <translation>letzter Tag</translation>
    </message>
    <message>
        <source>last {price}</source>
        <translation>zuletzt {price}</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>local time</source>
        <translation>Ortszeit</translation>
    </message>
    <message>
        <source>log price an hour</source>
        <translation>Log-Preis je Stunde</translation>
    </message>
    <message>
        <source>log return a day</source>
        <translation>Log-Rendite je Tag</translation>
    </message>
    <message>
        <source>loss {before} → {after}</source>
        <translation>Loss {before} → {after}</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>maskieren</translation>
    </message>
    <message>
        <source>masked answer</source>
        <translation>maskierte Antwort</translation>
    </message>
    <message>
        <source>masked update</source>
        <translation>maskiertes Update</translation>
    </message>
    <message>
        <source>masked updates arrive; nobody can read one alone</source>
        <translation>maskierte Updates treffen ein; niemand kann eines allein lesen</translation>
    </message>
    <message>
        <source>messages are canonical and single</source>
        <translation>Nachrichten sind kanonisch und einmalig</translation>
    </message>
    <message>
        <source>missing between the first and the last candle</source>
        <translation>fehlen zwischen der ersten und der letzten Kerze</translation>
    </message>
    <message>
        <source>model {model}</source>
        <translation>Modell {model}</translation>
    </message>
    <message>
        <source>model {number}</source>
        <translation>Modell {number}</translation>
    </message>
    <message>
        <source>mu {mu:g}, epoch {epoch}</source>
        <translation>mu {mu:g}, Epoche {epoch}</translation>
    </message>
    <message>
        <source>my answer is in {sums}{cost}.</source>
        <translation>meine Antwort ist in {sums}{cost}.</translation>
    </message>
    <message>
        <source>names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>no better than no features</source>
        <translation>nicht besser als ohne Merkmale</translation>
    </message>
    <message>
        <source>no bound</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>no candle was open then</source>
        <translation>keine Kerze war damals offen</translation>
    </message>
    <message>
        <source>no limit, </source>
        <translation>kein Limit, </translation>
    </message>
    <message>
        <source>no part in this round</source>
        <translation>nicht an dieser Runde beteiligt</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>kein Preis bekannt</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>ohne Angabe eines Grundes</translation>
    </message>
    <message>
        <source>no round is known</source>
        <translation>keine Runde bekannt</translation>
    </message>
    <message>
        <source>no scored round yet</source>
        <translation>noch keine bewertete Runde</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>norm openings are true</source>
        <translation>Normöffnungen sind wahr</translation>
    </message>
    <message>
        <source>norms are opened and within the bound</source>
        <translation>Normen sind geöffnet und innerhalb der Grenze</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>not claimed yet</source>
        <translation>noch nicht eingefordert</translation>
    </message>
    <message>
        <source>not scored yet</source>
        <translation>noch nicht bewertet</translation>
    </message>
    <message>
        <source>not seen before: {unseen}</source>
        <translation>nie zuvor gesehen: {unseen}</translation>
    </message>
    <message>
        <source>not stored</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>not trading yet</source>
        <translation>handelt noch nicht</translation>
    </message>
    <message>
        <source>not whole</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>nothing spent</source>
        <translation>nichts verbraucht</translation>
    </message>
    <message>
        <source>nothing there</source>
        <translation>nichts vorhanden</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>noch nichts</translation>
    </message>
    <message>
        <source>now {percent}</source>
        <translation>jetzt {percent}</translation>
    </message>
    <message>
        <source>number {nonce}; {call}</source>
        <translation>Nummer {nonce}; {call}</translation>
    </message>
    <message>
        <source>of one and the same height, or without wicks</source>
        <translation>von ein und derselben Höhe oder ohne Dochte</translation>
    </message>
    <message>
        <source>of the most unusual pair</source>
        <translation>des ungewöhnlichsten Paares</translation>
    </message>
    <message>
        <source>of {epsilon_limit}, </source>
        <translation>von {epsilon_limit}, </translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>on a straight line, as filled-in candles are</source>
        <translation>auf einer Geraden, wie aufgefüllte Kerzen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>öffnen</translation>
    </message>
    <message>
        <source>open_norm</source>
        <translation>Norm öffnen</translation>
    </message>
    <message>
        <source>open_score</source>
        <translation>Score öffnen</translation>
    </message>
    <message>
        <source>outside of a window</source>
        <translation>außerhalb eines Fensters</translation>
    </message>
    <message>
        <source>own candles</source>
        <translation>eigene Kerzen</translation>
    </message>
    <message>
        <source>paid by round {number}, no error yet</source>
        <translation>gezahlt von Runde {number}, noch kein Fehler</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>payout roots are on chain</source>
        <translation>Auszahlungswurzeln stehen auf der Chain</translation>
    </message>
    <message>
        <source>payouts follow from the scores</source>
        <translation>Auszahlungen folgen aus den Scores</translation>
    </message>
    <message>
        <source>pinball loss</source>
        <translation>Pinball-Loss</translation>
    </message>
    <message>
        <source>pip install &apos;conflux[study]&apos;</source>
        <translation>pip install &apos;conflux[study]&apos;</translation>
    </message>
    <message>
        <source>practice money</source>
        <translation>Übungsgeld</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>products of masks</source>
        <translation>Produkte von Masken</translation>
    </message>
    <message>
        <source>proof checked against the chain</source>
        <translation>Beweis gegen die Chain geprüft</translation>
    </message>
    <message>
        <source>publish</source>
        <translation>veröffentlichen</translation>
    </message>
    <message>
        <source>quote coins a day</source>
        <translation>Quote-Coins je Tag</translation>
    </message>
    <message>
        <source>quote coins a fill</source>
        <translation>Quote-Coins je Ausführung</translation>
    </message>
    <message>
        <source>random sums of masks</source>
        <translation>Zufallssummen von Masken</translation>
    </message>
    <message>
        <source>random sums show that no update is too long or turned around</source>
        <translation>Zufallssummen zeigen, dass kein Update zu lang oder umgedreht ist</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>reference direction</source>
        <translation>Referenzrichtung</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>ersetzt</translation>
    </message>
    <message>
        <source>round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>round {round_id} is scored in {left}</source>
        <translation>Runde {round_id} wird in {left} bewertet</translation>
    </message>
    <message>
        <source>round {round_id} {step}</source>
        <translation>Runde {round_id} {step}</translation>
    </message>
    <message>
        <source>round {round_id}: {step}{closes}</source>
        <translation>Runde {round_id}: {step}{closes}</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>score openings are complete and for this gradient</source>
        <translation>Score-Öffnungen sind vollständig und für diesen Gradienten</translation>
    </message>
    <message>
        <source>scores follow from the openings</source>
        <translation>Scores folgen aus den Öffnungen</translation>
    </message>
    <message>
        <source>scores go on chain; a few masks, drawn by lot, are shown</source>
        <translation>Scores kommen auf die Chain; einige ausgeloste Masken werden gezeigt</translation>
    </message>
    <message>
        <source>scores sum to the loss taken away</source>
        <translation>Scores summieren sich zum weggenommenen Loss</translation>
    </message>
    <message>
        <source>scoring</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>sealed shares</source>
        <translation>versiegelte Anteile</translation>
    </message>
    <message>
        <source>seeds of drawn edges</source>
        <translation>Startwerte ausgeloster Kanten</translation>
    </message>
    <message>
        <source>server name</source>
        <translation>Servername</translation>
    </message>
    <message>
        <source>settle</source>
        <translation>abrechnen</translation>
    </message>
    <message>
        <source>share</source>
        <translation>teilen</translation>
    </message>
    <message>
        <source>shares of neighbours&apos; secrets</source>
        <translation>Anteile an den Geheimnissen der Nachbarn</translation>
    </message>
    <message>
        <source>shares of the masks&apos; seeds go to neighbours, sealed</source>
        <translation>Anteile an den Startwerten der Masken gehen versiegelt an Nachbarn</translation>
    </message>
    <message>
        <source>shares reveal what may be known</source>
        <translation>Anteile enthüllen, was bekannt werden darf</translation>
    </message>
    <message>
        <source>signal {number}</source>
        <translation>Signal {number}</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>simulated · </source>
        <translation>simuliert · </translation>
    </message>
    <message>
        <source>since the start of the program</source>
        <translation>seit dem Start des Programms</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>bald</translation>
    </message>
    <message>
        <source>start = 100</source>
        <translation>Beginn = 100</translation>
    </message>
    <message>
        <source>survivors are agreed, root4</source>
        <translation>Einigkeit über die Verbliebenen, root4</translation>
    </message>
    <message>
        <source>the beacons are blocks&apos; hashes</source>
        <translation>die Beacons sind Block-Hashes</translation>
    </message>
    <message>
        <source>the chain&apos;s own coin</source>
        <translation>der eigene Coin der Chain</translation>
    </message>
    <message>
        <source>the desktop was not told</source>
        <translation>dem Desktop wurde es nicht gemeldet</translation>
    </message>
    <message>
        <source>the drawn edges were opened truly, or their ends are convicted</source>
        <translation>die ausgelosten Kanten wurden wahr geöffnet, oder ihre Enden sind überführt</translation>
    </message>
    <message>
        <source>the gradient can be computed again</source>
        <translation>der Gradient lässt sich nachrechnen</translation>
    </message>
    <message>
        <source>the last candle closed {age} ago</source>
        <translation>die letzte Kerze schloss vor {age}</translation>
    </message>
    <message>
        <source>the last global steps are those of the models on chain</source>
        <translation>die letzten globalen Schritte sind die der Modelle auf der Chain</translation>
    </message>
    <message>
        <source>the network does not answer</source>
        <translation>das Netzwerk antwortet nicht</translation>
    </message>
    <message>
        <source>the next model is published; the candles that score it come in</source>
        <translation>das nächste Modell ist veröffentlicht; die Kerzen, die es bewerten, treffen ein</translation>
    </message>
    <message>
        <source>the published sum alone</source>
        <translation>allein die veröffentlichte Summe</translation>
    </message>
    <message>
        <source>the reference direction is the recomputed one</source>
        <translation>die Referenzrichtung ist die nachgerechnete</translation>
    </message>
    <message>
        <source>the round stands on chain</source>
        <translation>die Runde steht auf der Chain</translation>
    </message>
    <message>
        <source>the round&apos;s terms are on chain</source>
        <translation>die Bedingungen der Runde stehen auf der Chain</translation>
    </message>
    <message>
        <source>the services are not loaded yet</source>
        <translation>die Dienste sind noch nicht geladen</translation>
    </message>
    <message>
        <source>the sum is unmasked, never a single update</source>
        <translation>die Summe wird demaskiert, nie ein einzelnes Update</translation>
    </message>
    <message>
        <source>the sum re-adds</source>
        <translation>die Summe geht beim Nachrechnen auf</translation>
    </message>
    <message>
        <source>the terms are the ones on chain</source>
        <translation>die Bedingungen sind die auf der Chain</translation>
    </message>
    <message>
        <source>the transcript is the one on chain</source>
        <translation>das Transkript ist das auf der Chain</translation>
    </message>
    <message>
        <source>to fetch</source>
        <translation>abzuholen</translation>
    </message>
    <message>
        <source>took {span}</source>
        <translation>dauerte {span}</translation>
    </message>
    <message>
        <source>traded, yet stuck at one price</source>
        <translation>gehandelt, doch der Preis steht still</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>unmask</source>
        <translation>demaskieren</translation>
    </message>
    <message>
        <source>unpaid</source>
        <translation>unbezahlt</translation>
    </message>
    <message>
        <source>urgent</source>
        <translation>dringend</translation>
    </message>
    <message>
        <source>valued {worth} {currency}</source>
        <translation>bewertet mit {worth} {currency}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>waiting for the payout tables</source>
        <translation>Auszahlungstabellen werden erwartet</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>waits for candles after the commitment, then scores</source>
        <translation>wartet auf Kerzen nach dem Commitment, dann Bewertung</translation>
    </message>
    <message>
        <source>waits for its score</source>
        <translation>wartet auf seinen Score</translation>
    </message>
    <message>
        <source>waits for me</source>
        <translation>wartet auf mich</translation>
    </message>
    <message>
        <source>waits for the challenge delay</source>
        <translation>wartet auf die Einspruchsfrist</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>watched only</source>
        <translation>nur beobachtet</translation>
    </message>
    <message>
        <source>weights follow from earlier scores</source>
        <translation>Gewichte folgen aus früheren Scores</translation>
    </message>
    <message>
        <source>with {split}</source>
        <translation>mit {split}</translation>
    </message>
    <message>
        <source>without any volume</source>
        <translation>ohne jedes Volumen</translation>
    </message>
    <message>
        <source>word {place}</source>
        <translation>Wort {place}</translation>
    </message>
    <message>
        <source>words, no. {index}</source>
        <translation>Wörter, Nr. {index}</translation>
    </message>
    <message>
        <source>worker</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{added} of {series}.</source>
        <translation>{added} aus {series}.</translation>
    </message>
    <message>
        <source>{address} (me)</source>
        <translation>{address} (ich)</translation>
    </message>
    <message>
        <source>{after} with a temperature fitted on earlier windows; 0 is honest.</source>
        <translation>{after} mit einer auf früheren Fenstern angepassten Temperatur; 0 ist ehrlich.</translation>
    </message>
    <message>
        <source>{amount} is a large amount. Type it again, or the word send.</source>
        <translation>{amount} ist ein großer Betrag. Ihn erneut eintippen oder das Wort send.</translation>
    </message>
    <message>
        <source>{arrow} buy &amp; hold {held}</source>
        <translation>{arrow} Buy &amp; Hold {held}</translation>
    </message>
    <message>
        <source>{arrow} round {last_scored_round}, in nat</source>
        <translation>{arrow} Runde {last_scored_round}, in nat</translation>
    </message>
    <message>
        <source>{better} the personal model is better, {worse} worse, {unclear} not told apart at 95 %.</source>
        <translation>{better} das persönliche Modell ist besser, {worse} schlechter, {unclear} bei 95 % nicht zu unterscheiden.</translation>
    </message>
    <message>
        <source>{candles} are in {path}.</source>
        <translation>{candles} in {path} geschrieben.</translation>
    </message>
    <message>
        <source>{candles} of {of:,} {what}.</source>
        <translation>{candles} von {of:,}: {what}.</translation>
    </message>
    <message>
        <source>{capitalize} network connected</source>
        <translation>{capitalize}-Netzwerk verbunden</translation>
    </message>
    <message>
        <source>{contract}, {size} bytes of data</source>
        <translation>{contract}, {size} Bytes Daten</translation>
    </message>
    <message>
        <source>{count:,.1f} KiB</source>
        <translation>{count:,.1f} KiB</translation>
    </message>
    <message>
        <source>{count:,.1f} MiB</source>
        <translation>{count:,.1f} MiB</translation>
    </message>
    <message>
        <source>{count} of {needed} blocks</source>
        <translation>{count} von {needed} Blöcken</translation>
    </message>
    <message>
        <source>{count}, head {head}…</source>
        <translation>{count}, Kopf {head}…</translation>
    </message>
    <message>
        <source>{current} of equity</source>
        <translation>{current} des Kapitals</translation>
    </message>
    <message>
        <source>{dataset}, sent without noise</source>
        <translation>{dataset}, ohne Rauschen gesendet</translation>
    </message>
    <message>
        <source>{dataset}: epsilon {epsilon} over {updates} with noise</source>
        <translation>{dataset}: Epsilon {epsilon} über {updates} mit Rauschen</translation>
    </message>
    <message>
        <source>{day}: nothing is known</source>
        <translation>{day}: nichts bekannt</translation>
    </message>
    <message>
        <source>{day}: {arrow} {amount} {asset}, {trades}</source>
        <translation>{day}: {arrow} {amount} {asset}, {trades}</translation>
    </message>
    <message>
        <source>{entries} are in {path}.</source>
        <translation>{entries} in {path} geschrieben.</translation>
    </message>
    <message>
        <source>{exposure} invested</source>
        <translation>{exposure} investiert</translation>
    </message>
    <message>
        <source>{failed} failed</source>
        <translation>{failed} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{fees} {asset} in fees</source>
        <translation>{fees} {asset} an Gebühren</translation>
    </message>
    <message>
        <source>{gas} gas at {most} gwei at most, of it {tip} as tip</source>
        <translation>{gas} Gas zu höchstens {most} Gwei, davon {tip} als Tip</translation>
    </message>
    <message>
        <source>{job} failed: {cause}</source>
        <translation>{job} ist fehlgeschlagen: {cause}</translation>
    </message>
    <message>
        <source>{job} is done. {result}</source>
        <translation>{job} ist fertig. {result}</translation>
    </message>
    <message>
        <source>{job} is under way.</source>
        <translation>{job} läuft gerade.</translation>
    </message>
    <message>
        <source>{job} was not begun again: its screen is busy.</source>
        <translation>{job} wurde nicht neu begonnen: Die Ansicht ist beschäftigt.</translation>
    </message>
    <message>
        <source>{joined} joined so far</source>
        <translation>{joined} bisher beigetreten</translation>
    </message>
    <message>
        <source>{key} cannot be made of the stored {lengths} candles.</source>
        <translation>{key} lässt sich aus den gespeicherten {lengths}-Kerzen nicht bilden.</translation>
    </message>
    <message>
        <source>{key}: {count:,} candles are stored.</source>
        <translation>{key}: {count:,} Kerzen sind gespeichert.</translation>
    </message>
    <message>
        <source>{label} · start = 100</source>
        <translation>{label} · Beginn = 100</translation>
    </message>
    <message>
        <source>{label}{count:,} candles{made}{gaps}{lost}{untrained}</source>
        <translation>{label}{count:,} Kerzen{made}{gaps}{lost}{untrained}</translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation>noch {left}</translation>
    </message>
    <message>
        <source>{level:g} quantile</source>
        <translation>{level:g}-Quantil</translation>
    </message>
    <message>
        <source>{level} and graver</source>
        <translation>{level} und höher</translation>
    </message>
    <message>
        <source>{level} quantile</source>
        <translation>{level}-Quantil</translation>
    </message>
    <message>
        <source>{line}, and {without_noise:,} without</source>
        <translation>{line}, und {without_noise:,} ohne</translation>
    </message>
    <message>
        <source>{listed} when joining ends.</source>
        <translation>{listed}, sobald der Beitritt endet.</translation>
    </message>
    <message>
        <source>{method} {path} to {host}: {fields}</source>
        <translation>{method} {path} an {host}: {fields}</translation>
    </message>
    <message>
        <source>{model} on {pair}: {stage} · {done:.0f} %</source>
        <translation>{model} auf {pair}: {stage} · {done:.0f} %</translation>
    </message>
    <message>
        <source>{mode} · simulated market</source>
        <translation>{mode} · simulierter Markt</translation>
    </message>
    <message>
        <source>{mode}, simulated market</source>
        <translation>{mode}, simulierter Markt</translation>
    </message>
    <message>
        <source>{money} leaving</source>
        <translation>{money} werden frei</translation>
    </message>
    <message>
        <source>{most_lines} lines</source>
        <translation>{most_lines} Linien</translation>
    </message>
    <message>
        <source>{most_panes} panes</source>
        <translation>{most_panes} Bereiche</translation>
    </message>
    <message>
        <source>{name} contributes now. Another can be used when that is over.</source>
        <translation>{name} trägt gerade bei. Danach kann ein anderes verwendet werden.</translation>
    </message>
    <message>
        <source>{name} is kept.</source>
        <translation>{name} ist gespeichert.</translation>
    </message>
    <message>
        <source>{name} lists {count}: type to choose.</source>
        <translation>{name} führt {count}: zum Wählen tippen.</translation>
    </message>
    <message>
        <source>{name} takes part in round {rounds}. Another can be used when that is over.</source>
        <translation>{name} nimmt an Runde {rounds} teil. Danach kann ein anderes verwendet werden.</translation>
    </message>
    <message>
        <source>{name} was removed.</source>
        <translation>{name} wurde entfernt.</translation>
    </message>
    <message>
        <source>{name}: at most {most} gwei, tip {tip}</source>
        <translation>{name}: höchstens {most} Gwei, Tip {tip}</translation>
    </message>
    <message>
        <source>{name}: {address}</source>
        <translation>{name}: {address}</translation>
    </message>
    <message>
        <source>{noise_multiplier:g} answers</source>
        <translation>{noise_multiplier:g} Antworten</translation>
    </message>
    <message numerus="yes">
        <source>{n} candle(s)</source>
        <translation>
            <numerusform>{n} Kerze</numerusform>
            <numerusform>{n} Kerzen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} contact(s) written.</source>
        <translation>
            <numerusform>{n} Kontakt geschrieben.</numerusform>
            <numerusform>{n} Kontakte geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} entr(y|ies)</source>
        <translation>
            <numerusform>{n} Eintrag</numerusform>
            <numerusform>{n} Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} fault(s)</source>
        <translation>
            <numerusform>{n} Fehler</numerusform>
            <numerusform>{n} Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file(s)</source>
        <translation>
            <numerusform>{n} Datei</numerusform>
            <numerusform>{n} Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} gap(s)</source>
        <translation>
            <numerusform>{n} Lücke</numerusform>
            <numerusform>{n} Lücken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} job(s) under way</source>
        <translation>
            <numerusform>{n} Aufgabe läuft</numerusform>
            <numerusform>{n} Aufgaben laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} line(s)</source>
        <translation>
            <numerusform>{n} Zeile</numerusform>
            <numerusform>{n} Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} line(s) written to {file}</source>
        <translation>
            <numerusform>{n} Zeile in {file} geschrieben</numerusform>
            <numerusform>{n} Zeilen in {file} geschrieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} more report(s) in the folder</source>
        <translation>
            <numerusform>{n} weiterer Bericht im Ordner</numerusform>
            <numerusform>{n} weitere Berichte im Ordner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new</source>
        <translation>
            <numerusform>{n} neu</numerusform>
            <numerusform>{n} neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new candle(s)</source>
        <translation>
            <numerusform>{n} neue Kerze</numerusform>
            <numerusform>{n} neue Kerzen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new contact(s).</source>
        <translation>
            <numerusform>{n} neuer Kontakt.</numerusform>
            <numerusform>{n} neue Kontakte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new notification(s) (Ctrl+Shift+J)</source>
        <translation>
            <numerusform>{n} neue Benachrichtigung (Ctrl+Shift+J)</numerusform>
            <numerusform>{n} neue Benachrichtigungen (Ctrl+Shift+J)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new trade(s)</source>
        <translation>
            <numerusform>{n} neuer Trade</numerusform>
            <numerusform>{n} neue Trades</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} pair(s)</source>
        <translation>
            <numerusform>{n} Paar</numerusform>
            <numerusform>{n} Paare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} pane(s)</source>
        <translation>
            <numerusform>{n} Bereich</numerusform>
            <numerusform>{n} Bereiche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} participant(s)</source>
        <translation>
            <numerusform>{n} Teilnehmer</numerusform>
            <numerusform>{n} Teilnehmer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} request(s)</source>
        <translation>
            <numerusform>{n} Anfrage</numerusform>
            <numerusform>{n} Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} round(s)</source>
        <translation>
            <numerusform>{n} Runde</numerusform>
            <numerusform>{n} Runden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} row(s)</source>
        <translation>
            <numerusform>{n} Zeile</numerusform>
            <numerusform>{n} Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} series</source>
        <translation>
            <numerusform>{n} Reihe</numerusform>
            <numerusform>{n} Reihen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} series stored.</source>
        <translation>
            <numerusform>{n} Reihe gespeichert.</numerusform>
            <numerusform>{n} Reihen gespeichert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} spot pair(s)</source>
        <translation>
            <numerusform>{n} Spot-Paar</numerusform>
            <numerusform>{n} Spot-Paare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} sum(s)</source>
        <translation>
            <numerusform>{n} Summe</numerusform>
            <numerusform>{n} Summen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} thread(s)</source>
        <translation>
            <numerusform>{n} Thread</numerusform>
            <numerusform>{n} Threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} trade(s)</source>
        <translation>
            <numerusform>{n} Trade</numerusform>
            <numerusform>{n} Trades</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} trade(s) written to {file}.</source>
        <translation>
            <numerusform>{n} Trade in {file} geschrieben.</numerusform>
            <numerusform>{n} Trades in {file} geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} update(s)</source>
        <translation>
            <numerusform>{n} Update</numerusform>
            <numerusform>{n} Updates</numerusform>
        </translation>
    </message>
    <message>
        <source>{over} of {most_lines} over the candles, {below} of {most_panes} below.</source>
        <translation>{over} von {most_lines} über den Kerzen, {below} von {most_panes} darunter.</translation>
    </message>
    <message>
        <source>{present} in round {round_id}</source>
        <translation>{present} in Runde {round_id}</translation>
    </message>
    <message>
        <source>{price} {currency} for one {coin} at {time}, {source}</source>
        <translation>{price} {currency} je {coin}, {time}, {source}</translation>
    </message>
    <message>
        <source>{requests} since {began_at}</source>
        <translation>{requests} seit {began_at}</translation>
    </message>
    <message>
        <source>{rounds} with my part in it</source>
        <translation>{rounds} mit meinem Teil darin</translation>
    </message>
    <message>
        <source>{share} below</source>
        <translation>{share} darunter</translation>
    </message>
    <message>
        <source>{share} of the privacy budget of {dataset} is spent.</source>
        <translation>{share} des Privatsphäre-Budgets von {dataset} sind verbraucht.</translation>
    </message>
    <message>
        <source>{shown:,} of the newest {newest:,}; the CSV has all {entries:,}</source>
        <translation>{shown:,} der neuesten {newest:,}; die CSV enthält alle {entries:,}</translation>
    </message>
    <message>
        <source>{shown:,} of {entries}</source>
        <translation>{shown:,} von {entries}</translation>
    </message>
    <message>
        <source>{size} in all to {destination}{each}. Nothing was sent yet.</source>
        <translation>Insgesamt {size} an {destination}{each}. Noch wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>noch {span}</translation>
    </message>
    <message>
        <source>{state}, unpaid</source>
        <translation>{state}, unbezahlt</translation>
    </message>
    <message>
        <source>{step} waits for {awaited}</source>
        <translation>{step} wartet auf {awaited}</translation>
    </message>
    <message>
        <source>{symbol} {timeframe} · kept epoch {best_epoch}{hidden}</source>
        <translation>{symbol} {timeframe} · behaltene Epoche {best_epoch}{hidden}</translation>
    </message>
    <message>
        <source>{symbol}: {series:,} candles are stored.</source>
        <translation>{symbol}: {series:,} Kerzen sind gespeichert.</translation>
    </message>
    <message>
        <source>{target} of equity</source>
        <translation>{target} des Kapitals</translation>
    </message>
    <message>
        <source>{text!r} is not a timeframe.</source>
        <translation>{text!r} ist keine Zeiteinheit.</translation>
    </message>
    <message>
        <source>{title}, made of {counted} of mine. {reason}</source>
        <translation>{title}, gebildet aus {counted} von mir. {reason}</translation>
    </message>
    <message>
        <source>{title}, {data:,} candles, {newest}{lines}</source>
        <translation>{title}, {data:,} Kerzen, {newest}{lines}</translation>
    </message>
    <message>
        <source>{title}. A report is kept on this machine.</source>
        <translation>{title}. Ein Bericht bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>{totals} · some prices could not be asked for</source>
        <translation>{totals} · einige Preise ließen sich nicht abfragen</translation>
    </message>
    <message>
        <source>{total} since the start of the program</source>
        <translation>{total} seit dem Start des Programms</translation>
    </message>
    <message>
        <source>{trades} kept on this machine.</source>
        <translation>{trades} auf diesem Rechner gespeichert.</translation>
    </message>
    <message>
        <source>{typed} is nothing to send.</source>
        <translation>{typed} reicht zum Senden nicht.</translation>
    </message>
    <message>
        <source>{variable} is set in the environment. Unset it to choose here.</source>
        <translation>{variable} ist in der Umgebung gesetzt. Dort entfernen, um hier zu wählen.</translation>
    </message>
    <message>
        <source>{waiting} waiting for my word</source>
        <translation>Warten auf meine Entscheidung: {waiting}</translation>
    </message>
    <message>
        <source>{wanted} of equity</source>
        <translation>{wanted} des Kapitals</translation>
    </message>
    <message>
        <source>{what}{others} Leaves {score} of the score.</source>
        <translation>{what}{others} Lässt {score} der Note übrig.</translation>
    </message>
    <message>
        <source>{whole} h {minutes} min</source>
        <translation>{whole} h {minutes} min</translation>
    </message>
    <message>
        <source>{whole} min</source>
        <translation>{whole} min</translation>
    </message>
    <message>
        <source>{windows:,} windows on {days} days, in blocks of {block_days}{chosen}</source>
        <translation>{windows:,} Fenster an {days} Tagen, in Blöcken von {block_days}{chosen}</translation>
    </message>
    <message>
        <source>{wins} of {sales} sales gained more than their fee.</source>
        <translation>{wins} von {sales} Verkäufen brachten mehr als ihre Gebühr.</translation>
    </message>
    <message>
        <source>± {error}, paid by round {number}</source>
        <translation>± {error}, gezahlt von Runde {number}</translation>
    </message>
    <message>
        <source>▲ Buy</source>
        <translation>▲ Kauf</translation>
    </message>
    <message>
        <source>▼ Sell</source>
        <translation>▼ Verkauf</translation>
    </message>
    <message>
        <source>● in use</source>
        <translation>● verwendet</translation>
    </message>
    <message>
        <source>✓ holds</source>
        <translation>✓ gilt</translation>
    </message>
    <message>
        <source>✗ convicted</source>
        <translation>✗ überführt</translation>
    </message>
    <message>
        <source>✗ fails</source>
        <translation>✗ gilt nicht</translation>
    </message>
    <message>
        <source>✗ left out</source>
        <translation>✗ ausgelassen</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>中文</translation>
    </message>
</context>
</TS>
