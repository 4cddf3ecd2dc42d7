### Alles, was die Seiten sagen, auf Deutsch. Die Nachrichten per E-Mail stehen am Ende.
### Jede Sprache hat dieselben Meldungen mit denselben Variablen; ein Test sieht darauf.

## Überall

skip = Zum Inhalt springen
language = Sprache
sign-out = Abmelden
about-data = Über diese Daten
simulated = Diese Personen sind simuliert. Nichts auf diesen Seiten ist jemandem wirklich passiert.
problems = Bitte sehen Sie sich das noch einmal an:
title-problem = Problem
optional = (freiwillig)
or = oder
and = und
continue = Weiter
save = Speichern
show = Anzeigen
hide = Verbergen
copy = Kopieren
copied = Kopiert
print = Drucken
download = Als Datei speichern
manage = Verwalten
change = Ändern
rename = Umbenennen
remove = Entfernen
try-again = Noch einmal versuchen
back-unchanged = Zurück, ohne etwas zu ändern
back-sign-in = Zurück zur Anmeldung
pages = Seiten
newest = Neueste
earlier = Frühere
times = { $count ->
    [one] { $count } Mal
   *[other] { $count } Mal
}
last-used = zuletzt benutzt
never-used = noch nicht benutzt

## Felder

name = Ihr Name
name-hint = So sprechen wir Sie an. Es muss nicht Ihr voller Name sein.
label = Bezeichnung
address = E-Mail-Adresse
address-hint = Dort sagen wir Ihnen Bescheid, wenn sich in Ihrem Konto etwas tut.
passphrase = Passphrase
new-passphrase = Neue Passphrase
passphrase-hint = { $least ->
    [one] Mindestens { $least } Zeichen. Am besten sind vier oder fünf Wörter, die nur für Sie einen Sinn ergeben; Leerzeichen sind willkommen.
   *[other] Mindestens { $least } Zeichen. Am besten sind vier oder fünf Wörter, die nur für Sie einen Sinn ergeben; Leerzeichen sind willkommen.
}
code = Code aus Ihrer App
code-hint = Sechs Ziffern. Sie wechseln alle 30 Sekunden.
recovery-code = Wiederherstellungscode
recovery-code-hint = Einer der Codes, die Sie ausgedruckt oder aufgeschrieben haben. Groß- und Kleinschreibung, Leerzeichen und Striche spielen keine Rolle.

## Was nicht stimmt

problem-name-missing = Geben Sie einen Namen ein.
problem-name-refused = Geben Sie einen Namen aus sichtbaren Zeichen ein, höchstens { $most }.
problem-address-missing = Geben Sie Ihre E-Mail-Adresse ein.
problem-address-refused = Geben Sie eine E-Mail-Adresse wie ada@example.org ein.
problem-addresses-full = Mehr als { $most } Adressen sind nicht möglich. Entfernen Sie zuerst eine.
problem-address-last = Das ist Ihre letzte bestätigte Adresse. Fügen Sie zuerst eine andere hinzu und bestätigen Sie sie.
problem-sign-in-refused = Diese Adresse und diese Passphrase gehören nicht zusammen. Prüfen Sie beide oder verwenden Sie einen Passkey.
problem-passphrase-missing = Geben Sie Ihre Passphrase ein.
problem-passphrase-wrong = Das ist nicht Ihre Passphrase. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.
problem-passphrase-short = { $least ->
    [one] Verwenden Sie mindestens { $least } Zeichen. Ein Wort mehr genügt.
   *[other] Verwenden Sie mindestens { $least } Zeichen. Ein Wort mehr genügt.
}
problem-passphrase-long = Das ist länger, als wir annehmen können. Verwenden Sie weniger als 1.000 Zeichen.
problem-passphrase-breached = Diese Passphrase steht in einer Sammlung gestohlener Passwörter, die Diebe zuerst ausprobieren. Wählen Sie eine andere.
problem-passphrase-obvious = Das ist Ihr Name, Ihre Adresse oder unser Name; so etwas probieren Diebe zuerst aus. Wählen Sie etwas anderes.
problem-code-missing = Geben Sie die sechs Ziffern ein, die Ihre App anzeigt.
problem-code-wrong = Diesen Code haben wir nicht erwartet. Warten Sie auf den nächsten und geben Sie ihn ein; jeder gilt nur einmal.
problem-recovery-code-wrong = Das ist keiner Ihrer unbenutzten Wiederherstellungscodes. Prüfen Sie ihn oder nehmen Sie den nächsten.
problem-passkey-refused = Dieser Passkey oder Schlüssel hat hier nicht funktioniert. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.
problem-passkey-late = Diese Seite war zu lange geöffnet. Klicken Sie noch einmal auf die Schaltfläche.
problem-passkey-known = Dieses Gerät hat schon einen Passkey für Ihr Konto.
problem-codes-not-kept = Bewahren Sie zuerst Ihre Codes auf und setzen Sie dann das Häkchen.
problem-scopes-missing = Wählen Sie mindestens eine Sache aus, die das Token darf.
problem-days-refused = Wählen Sie, wie lange das Token gilt: höchstens { $most } Tage.
problem-tokens-full = Mehr als { $most } Tokens sind nicht möglich. Widerrufen Sie zuerst eines.
problem-found-missing = Fügen Sie das Token hier ein.
problem-found-long = Das ist zu lang. Hier werden höchstens 64 KB gelesen; fügen Sie nur die Zeilen mit dem Token ein.
problem-found-often = Das war viel auf einmal. Bitte kommen Sie in einer Stunde wieder, oder sagen Sie es dem Team.
problem-authenticators-full = Mehr als { $most } davon sind nicht möglich. Entfernen Sie zuerst etwas.
problem-too-few-left = Was übrig bliebe, würde nicht ausreichen, um sich auszuweisen. Fügen Sie zuerst etwas anderes hinzu.
problem-changed = Inzwischen wurde in einem anderen Fenster etwas geändert. Sehen Sie es sich an und versuchen Sie es noch einmal.
problem-form-old = Diese Seite war zu lange geöffnet. Es wurde nichts geändert. Bitte versuchen Sie es noch einmal.

## Passkeys im Browser

passkey-cancelled = Das wurde nicht abgeschlossen. Sie können es noch einmal versuchen.
passkey-unfit = Dieses Gerät oder dieser Schlüssel lässt sich hier nicht verwenden. Probieren Sie ein anderes.
passkey-failed = Der Browser konnte das nicht ausführen. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.
passkey-needs-script = Passkeys brauchen JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es ein oder nehmen Sie einen anderen Weg.
passkey-unsupported = Dieser Browser kann keine Passkeys und Sicherheitsschlüssel verwenden. Nehmen Sie einen anderen Browser oder einen anderen Weg.
use-passkey = Passkey verwenden
use-security-key = Sicherheitsschlüssel verwenden
use-app = Code aus Ihrer App verwenden
use-passphrase = Passphrase verwenden
use-recovery-code = Wiederherstellungscode verwenden

## Konto erstellen

sign-up = Konto erstellen
sign-up-heading = Erstellen Sie Ihr Konto
sign-up-lead = Zwei Minuten, und außer Ihnen kommt niemand in Ihr Konto bei { $service }.
have-account = Sie haben schon eines?
sent-heading = Sehen Sie in Ihr Postfach
sent-sign-up = Wenn { $address } Ihnen gehört, ist eine Nachricht von uns dorthin unterwegs. Öffnen Sie den Link darin, um fortzufahren.
sent-recovery = Wenn es ein Konto mit { $address } gibt, ist eine Nachricht von uns dorthin unterwegs. Öffnen Sie den Link darin, um fortzufahren.
sent-address = Eine Nachricht von uns ist unterwegs an { $address }. Öffnen Sie den Link darin, um zu bestätigen, dass die Adresse Ihnen gehört.
sent-works-for = Der Link gilt einmal, { $length } lang.
sent-missing = Nach ein paar Minuten ist nichts da? Sehen Sie im Spam-Ordner nach und prüfen Sie, ob die Adresse richtig geschrieben ist.
sent-again = Adresse noch einmal eingeben
continue-sign-up = Sind Sie das?
continue-sign-up-lead = Sie erstellen ein Konto bei { $service } mit { $address }.
continue-sign-up-button = Ja, weiter
continue-recovery = Möchten Sie wieder in Ihr Konto?
continue-recovery-lead = Sie haben um einen Weg zurück in Ihr Konto bei { $service } mit { $address } gebeten.
continue-recovery-button = Ja, weiter
continue-address = Gehört diese Adresse Ihnen?
continue-address-lead = Bestätigen Sie, dass { $address } zu Ihrem Konto bei { $service } gehört.
continue-address-button = Ja, sie gehört mir
continue-not-you = Sie haben nicht darum gebeten? Schließen Sie diese Seite. Es geschieht nichts.

## Neuer Schutz

protect-heading = Schützen Sie Ihr Konto
protect-lead = Erstellen Sie einen Passkey. Damit melden Sie sich künftig an.
finish-heading = Schützen Sie Ihr Konto neu
finish-lead = Erstellen Sie einen neuen Passkey. Was Sie verloren haben, öffnet Ihr Konto nicht mehr.
add-passkey-heading = Passkey hinzufügen
add-passkey-lead = Ihr Handy, Ihr Computer oder Ihr Passwortmanager bewahrt ihn auf. Die sicherste Wahl und die einfachste.
passkey-good-unlock = Sie entsperren ihn wie Ihr Gerät: mit Finger, Gesicht oder PIN.
passkey-good-remember = Sie müssen sich nichts merken und nichts eintippen.
passkey-good-phish = Auf einer gefälschten Seite funktioniert er nicht; niemand kann ihn Ihnen ablocken.
make-passkey = Passkey erstellen
label-passkey-hint = Damit Sie ihn wiedererkennen, zum Beispiel „Mein Laptop“.
protect-without = Stattdessen Passphrase und App verwenden
protect-without-note = Das dauert etwas länger, bei jeder Anmeldung.
rather-passkey = Lieber einen Passkey erstellen
add-security-key-heading = Sicherheitsschlüssel hinzufügen
add-security-key-lead = Ein kleines eigenes Gerät, das Sie einstecken oder ans Handy halten. Er ergänzt Ihre Passphrase.
register-security-key = Sicherheitsschlüssel registrieren
label-security-key-hint = Damit Sie ihn wiedererkennen, zum Beispiel „Der blaue am Schlüsselbund“.
passphrase-heading = Passphrase festlegen
passphrase-lead = Ein paar Wörter, die nur Sie kennen. Sie verwenden sie zusammen mit einem zweiten Nachweis.
change-passphrase-heading = Passphrase ändern
change-passphrase-lead = Die alte gilt sofort nicht mehr, und andere Geräte werden abgemeldet.
app-heading = Eine App, die Codes anzeigt
app-lead = Sie zeigt sechs Ziffern, die ständig wechseln. Sie geben sie nach Ihrer Passphrase ein.
app-step-open = Öffnen Sie eine App, die Codes anzeigt: In vielen Handys und Passwortmanagern ist eine eingebaut.
app-step-scan = Scannen Sie damit dieses Bild.
app-step-type = Geben Sie den Code ein, den sie jetzt anzeigt.
app-qr = QR-Code mit dem Geheimnis für Ihre App. Darunter steht, wie Sie es stattdessen eintippen können.
app-cannot-scan = Ich kann es nicht scannen
app-type-secret = Wählen Sie in der App „Schlüssel eingeben“ und tippen Sie dies ein:
app-open-here = In einer App auf diesem Gerät öffnen
app-where = Wo ist diese App?
app-on-phone = Auf meinem Handy
app-in-manager = Im Passwortmanager, der auch meine Passphrase aufbewahrt
app-where-hint = Wir fragen, weil zwei Dinge am selben Ort zusammen verloren gehen.
codes-heading = Bewahren Sie Ihre Wiederherstellungscodes auf
codes-lead = Falls Sie Ihre Geräte einmal verlieren, kommen Sie damit wieder in Ihr Konto. Jeder gilt einmal. Wir zeigen sie nur jetzt.
codes-keep = Am besten auf Papier: zu Hause in einer Schublade, nicht im Postfach und nicht neben Ihrer Passphrase.
codes-saved = Ich habe sie ausgedruckt oder aufgeschrieben
codes-done = Fertig
codes-file = wiederherstellungscodes.txt
add-codes-lead = Zehn Codes auf Papier, für den Tag, an dem Sie Ihre Geräte verlieren.
new-codes = Neue Wiederherstellungscodes erstellen
make-codes = Wiederherstellungscodes erstellen
factor-recovery-codes = Ihre Wiederherstellungscodes
add-heading = Schutz hinzufügen
add-lead = Das Sicherste zuerst. Was immer Sie hinzufügen: Wir sagen es Ihnen an alle Ihre Adressen.
add-required-heading = Richten Sie Ihren Schutz neu ein
add-required-lead = Bevor es weitergeht, fügen Sie etwas hinzu, das nur Sie haben. Es dauert eine Minute, und nichts von Ihnen geht verloren. Wir sagen es Ihnen an alle Ihre Adressen.

## Anmeldung

sign-in = Anmelden
sign-in-heading = Bei { $service } anmelden
sign-in-passkey = Mit Passkey anmelden
cannot-get-in = Ich komme nicht in mein Konto
no-account = Neu hier?
because-signed-out = Sie sind abgemeldet.
because-session-ended = Sie wurden nach einiger Zeit abgemeldet. Melden Sie sich wieder an, um fortzufahren.
because-session-stopped = Wir haben Sie vorsichtshalber abgemeldet. Melden Sie sich wieder an, um fortzufahren.
because-needed = Melden Sie sich an, um fortzufahren.
because-recovered = Ihr Konto gehört wieder Ihnen. Melden Sie sich mit Ihrem neuen Schutz an.
second-heading = Noch ein Nachweis
second-lead = Damit eine gestohlene Passphrase allein nichts wert ist.
none-of-these = Ich habe nichts davon

## Zusätzliche Bestätigung

prove-heading = Sind Sie das?
prove-lead = Wir möchten sicher sein, bevor es weitergeht.
prove-doing = Ihr Vorhaben:
prove-why = Warum wir fragen
prove-then = Danach geht es dort weiter, wo Sie waren.
prove-not-me = Das bin ich nicht
prove-proved = Geprüft: { $name }
why-new-device = Dieses Gerät haben Sie hier noch nicht benutzt.
why-new-place = Sie sind an einem Ort, von dem Sie sonst nicht kommen.
why-odd-hour = Um diese Zeit sind Sie sonst nicht hier.
why-too-far = Vor Kurzem waren Sie noch weit weg von hier.
why-attempts = Jemand hat versucht, in Ihr Konto zu gelangen.
why-leaked = Ihre Passphrase steht in einer Sammlung gestohlener Passwörter.
why-matters = Das ist so wichtig, dass wir jedes Mal fragen.
why-long-ago = Wir haben Sie schon länger nicht mehr gefragt.
why-incident = Möglicherweise war jemand anderes in Ihrem Konto.
why-unusual = So verwenden Sie Ihr Konto sonst nicht.
confirm-heading = Zeigen Sie, dass Sie es sind
confirm-one-more = Noch ein Nachweis, dann geht es weiter.
confirm-why = Bei solchen Änderungen fragen wir neu, damit niemand sie an einem Gerät vornimmt, das Sie offen gelassen haben.
confirm-add = { $factor ->
    [passkey] Danach können Sie einen Passkey hinzufügen.
    [security-key] Danach können Sie einen Sicherheitsschlüssel hinzufügen.
    [totp] Danach können Sie eine App hinzufügen, die Codes anzeigt.
    [recovery-code] Danach können Sie Wiederherstellungscodes erstellen.
   *[passphrase] Danach können Sie eine Passphrase festlegen.
}
confirm-remove = Danach können Sie entfernen: { $name }
confirm-passphrase = Danach können Sie Ihre Passphrase ändern.
confirm-codes = Danach können Sie neue Wiederherstellungscodes erstellen.
confirm-addresses = Danach können Sie Ihre Adressen ändern.
confirm-token = Danach können Sie ein Token erstellen.

## Wiederherstellung

recover-heading = Zurück in Ihr Konto
recover-lead = Handy, Schlüssel oder Passphrase verloren? Das kommt vor. Beginnen Sie mit Ihrer Adresse.
recover-then = Was dann geschieht
recover-then-message = Wir senden einen Link an diese Adresse.
recover-then-prove = Sie weisen sich auf einem zweiten Weg aus, denn ein Postfach allein genügt nie.
recover-then-wait = Wir warten und benachrichtigen alle Ihre Adressen, damit niemand das hinter Ihrem Rücken tun kann.
methods-heading = Zeigen Sie, dass es Ihr Konto ist
methods-lead = { $count ->
    [0] Das genügt. Die Wartezeit kann beginnen.
    [one] Bitte noch ein Nachweis.
   *[other] Bitte noch { $count } Nachweise.
}
methods-wait = Danach warten wir { $length } und benachrichtigen alle Ihre Adressen.
methods-none = Mehr können Sie hier nicht nachweisen. Wenden Sie sich an die Betreiber dieses Dienstes.
proved-mailbox = Geprüft: Ihr Postfach { $address }
proved-staff = Geprüft: Unser Team weiß, dass Sie es sind
staff-heading = Haben Sie nichts mehr davon?
staff-how = Zwei Personen aus unserem Team prüfen es gemeinsam, keine allein. Sie stellen Ihnen Fragen, aber nie nach einer Passphrase oder einem Code.
staff-ask = Unser Team fragen
waiting-heading = Noch { $length }, dann kommen Sie wieder in Ihr Konto
waiting-lead = Wir haben alle Adressen des Kontos benachrichtigt. Bis dahin brauchen Sie nichts zu tun.
waiting-over = Sie können jetzt wieder in Ihr Konto
waiting-over-lead = Die Wartezeit ist vorbei, und niemand hat widersprochen. Richten Sie neuen Schutz ein, dann gehört das Konto wieder Ihnen.
waiting-finish = Neuen Schutz einrichten
waiting-until = Das ist möglich bis
waiting-come-back = Kommen Sie dann auf diesem Gerät auf diese Seite zurück.
waiting-why = Warum wir warten
waiting-because = Falls jemand anderes darum gebeten hat, braucht die Inhaberin oder der Inhaber des Kontos Zeit, unsere Nachricht zu sehen und es zu stoppen.
waiting-shortened = Die Wartezeit ist kürzer, weil Sie einen starken Nachweis erbracht haben.
waiting-told = Wen wir benachrichtigt haben
waiting-stop = In jeder dieser Nachrichten ist ein Link, mit dem man es stoppen kann. Auch auf jedem Gerät, das noch angemeldet ist, geht das.
veto-heading = Diese Wiederherstellung stoppen?
veto-lead = Jemand hat um einen Weg zurück in Ihr Konto gebeten. Wenn Sie das nicht waren, stoppen Sie es hier.
veto-button = Stoppen
veto-then = Es endet sofort, und niemand kommt hinein. Ihre eigenen Wege in das Konto bleiben, wie sie sind.
asked = Angefragt
asked-by = Mit
works-from = Möglich ab

## Kontosicherheit

account-heading = Kontosicherheit
am-i-safe = Bin ich sicher?
safe = Sie sind sicher.
safe-lead = Es gibt nichts, was jemand nur stehlen, erraten oder aufbrechen müsste, um hineinzukommen.
exposed-lead = Ein Schritt bringt das in Ordnung:
exposed-later = Es würde { $length } dauern, ohne dass Sie es stoppen könnten. Ein Schritt bringt das in Ordnung:
exposed-stoppable = Es würde { $length } dauern, und so lange könnten Sie es stoppen. Ein Schritt bringt das in Ordnung:
fragile-lead = Niemand sonst kommt hinein, aber vielleicht auch Sie nicht. Ein Schritt bringt das in Ordnung:
breached = Ihre Passphrase wurde irgendwo gestohlen.
breached-lead = Sie steht in einer Sammlung, die Diebe verwenden. Damit ist niemand hineingekommen, weil ein zweiter Nachweis nötig ist. Ändern Sie sie jetzt.
recovering = Jemand hat um einen Weg zurück in Ihr Konto gebeten.
recovering-lead = Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, stoppen Sie es hier. Es ist niemand hineingekommen.
incident = Möglicherweise war jemand anderes in Ihrem Konto. Bemerkt haben wir es { $noticed }.
incident-stopped = Wir haben alle außer Ihnen hier abgemeldet.
incident-open = Wir beobachten es.
incident-held = { $count ->
    [0] Es wurde nichts berechnet.
    [one] { $count } Abbuchung oder Nachricht ist angehalten: Was nicht von Ihnen kam, bezahlen Sie nicht.
   *[other] { $count } Abbuchungen und Nachrichten sind angehalten: Was nicht von Ihnen kam, bezahlen Sie nicht.
}
incident-look = Das war ich nicht
recovery-heading = Eine Wiederherstellung läuft
protection-heading = Was Sie schützt
protection-none = Noch nichts. Was Sie hinzufügen, erscheint hier.
protection-add = Schutz hinzufügen
disabled = ausgeschaltet
disabled-why = Es gab zu viele falsche Versuche damit. Alles andere funktioniert. Entfernen Sie es und fügen Sie es neu hinzu.
kept-on-device = auf einem Gerät
kept-synced = auf Ihren Geräten abgeglichen
kept-synced-by = abgeglichen über { $name }
kept-key = getrennt von Ihren Geräten
kept-on-phone = auf Ihrem Handy
kept-in-manager = in Ihrem Passwortmanager
kept-in-manager-named = in { $name }
kept-by-heart = in Ihrem Gedächtnis
kept-on-paper = auf Papier, noch { $left } von { $of }
sessions-heading = Wer angemeldet ist
sessions-only = Nur Sie, hier.
sessions-end-all = { $count ->
    [one] Das andere Gerät abmelden
   *[other] Die anderen { $count } abmelden
}
session-this = dieses Gerät
session-began = angemeldet
session-end = Abmelden
happened-heading = Was geschehen ist
happened-lately = Was zuletzt geschehen ist
happened-none = Noch nichts. Jede Anmeldung und jede Änderung erscheint hier.
happened-all = Alles, was geschehen ist
not-me = Das war ich nicht
ways-heading = Was man braucht, um hineinzukommen
ways-lead = Jede Zeile genügt Ihnen, und sie würde einem Dieb genügen.
ways-guarded = dieses Konto hat seinen eigenen Schutz
ways-waits = nach einer Wartezeit, in der Sie es stoppen können ({ $length })
addresses-heading = E-Mail-Adressen
addresses-manage = Adressen ändern
tokens-heading = Tokens für Programme
tokens-manage = Tokens verwalten
mend-add-passkey = Passkey hinzufügen
mend-add-security-key = Sicherheitsschlüssel hinzufügen
mend-add-app = App hinzufügen, die Codes anzeigt
mend-move-app = App an einem anderen Ort einrichten
mend-change-passphrase = Passphrase ändern
mend-print-codes = Wiederherstellungscodes drucken
mend-add-address = Zweite Adresse hinzufügen
done-ready = Ihr Konto ist bereit.
done-renamed = Die neue Bezeichnung ist gespeichert.
done-session-ended = Dieses Gerät ist abgemeldet.
done-sessions-ended = { $count ->
    [0] Es war kein anderes Gerät angemeldet.
    [one] Das andere Gerät ist abgemeldet.
   *[other] Die anderen { $count } Geräte sind abgemeldet.
}
done-tokens-revoked = { $count ->
    [one] Das Token funktioniert nicht mehr.
   *[other] { $count } Tokens funktionieren nicht mehr.
}
done-address-changed = Ihre Adressen sind geändert.

## Was jemand an sich bringen müsste, in einer Liste

custody-device = Ihr entsperrtes Gerät
custody-device-named = { $name }, entsperrt
custody-sync-provider = Ihr Konto bei { $name }
custody-security-key = Ihr Sicherheitsschlüssel
custody-security-key-named = Ihr Sicherheitsschlüssel { $name }
custody-phone = Ihr entsperrtes Handy
custody-password-manager = Ihr Passwortmanager
custody-password-manager-named = Ihr Passwortmanager { $name }
custody-memory = Ihre Passphrase
custody-paper = ein Wiederherstellungscode
custody-mailbox = Ihr Postfach bei { $name }
custody-issuer = Ihr Konto bei { $name }
custody-staff = zwei Personen aus unserem Team zusammen

## Dass es allein das Konto öffnet

alone-device = Wer Ihr Gerät entsperrt, kommt in dieses Konto.
alone-device-named = Wer { $name } entsperrt, kommt in dieses Konto.
alone-sync-provider = Wer in Ihr Konto bei { $name } gelangt, kommt auch in dieses.
alone-security-key = Wer Ihren Sicherheitsschlüssel hat, kommt in dieses Konto.
alone-security-key-named = Wer Ihren Sicherheitsschlüssel { $name } hat, kommt in dieses Konto.
alone-phone = Wer Ihr Handy entsperrt, kommt in dieses Konto.
alone-password-manager = Wer Ihren Passwortmanager öffnet, kommt in dieses Konto.
alone-password-manager-named = Wer Ihren Passwortmanager { $name } öffnet, kommt in dieses Konto.
alone-memory = Wer Ihre Passphrase erfährt, kommt in dieses Konto.
alone-paper = Wer Ihre Wiederherstellungscodes findet, kommt in dieses Konto.
alone-mailbox = Wer in Ihr Postfach bei { $name } gelangt, kommt in dieses Konto.
alone-issuer = Wer in Ihr Konto bei { $name } gelangt, kommt auch in dieses.
alone-staff = Unser Team könnte ohne Sie in dieses Konto.

## Dass man ohne es nicht mehr hineinkommt

lost-device = Wenn Sie Ihr Gerät verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-device-named = Wenn Sie { $name } verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-sync-provider = Wenn Sie Ihr Konto bei { $name } verlieren, kommen Sie nicht mehr in dieses.
lost-security-key = Wenn Sie Ihren Sicherheitsschlüssel verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-security-key-named = Wenn Sie Ihren Sicherheitsschlüssel { $name } verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-phone = Wenn Sie Ihr Handy verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-password-manager = Wenn Sie Ihren Passwortmanager verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-password-manager-named = Wenn Sie Ihren Passwortmanager { $name } verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-memory = Wenn Sie Ihre Passphrase vergessen, kommen Sie nicht mehr in Ihr Konto.
lost-paper = Wenn Sie Ihre Wiederherstellungscodes verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-mailbox = Wenn Sie Ihr Postfach bei { $name } verlieren, kommen Sie nicht mehr in Ihr Konto.
lost-issuer = Wenn Sie Ihr Konto bei { $name } verlieren, kommen Sie nicht mehr in dieses.
lost-staff = Ohne die Hilfe unseres Teams kommen Sie nicht in Ihr Konto.

## Nachweise

factor-passkey = Passkey
factor-security-key = Sicherheitsschlüssel
factor-totp = App, die Codes anzeigt
factor-passphrase = Passphrase
factor-recovery-code = Wiederherstellungscodes

## Was geschehen ist

what-signed-up = Konto erstellt
what-signed-in = Angemeldet
what-signed-in-new = Auf einem neuen Gerät angemeldet
what-sign-in-failed = Jemand hat versucht, sich anzumelden, und kam nicht hinein
what-stopped = Wir haben jemanden aufgehalten, der sich nicht wie Sie verhielt
what-proved = { $factor ->
    [passkey] Mit einem Passkey bestätigt, dass Sie es waren
    [security-key] Mit einem Sicherheitsschlüssel bestätigt, dass Sie es waren
    [totp] Mit einem Code aus Ihrer App bestätigt, dass Sie es waren
    [recovery-code] Mit einem Wiederherstellungscode bestätigt, dass Sie es waren
   *[passphrase] Mit Ihrer Passphrase bestätigt, dass Sie es waren
}
what-not-proved = Nach einer Bestätigung gefragt, ohne richtige Antwort
what-added = { $factor ->
    [passkey] Ein Passkey wurde hinzugefügt
    [security-key] Ein Sicherheitsschlüssel wurde hinzugefügt
    [totp] Eine App, die Codes anzeigt, wurde hinzugefügt
    [recovery-code] Neue Wiederherstellungscodes wurden erstellt
   *[passphrase] Eine Passphrase wurde festgelegt
}
what-removed = { $factor ->
    [passkey] Ein Passkey wurde entfernt
    [security-key] Ein Sicherheitsschlüssel wurde entfernt
    [totp] Eine App, die Codes anzeigt, wurde entfernt
    [recovery-code] Die Wiederherstellungscodes wurden entfernt
   *[passphrase] Die Passphrase wurde entfernt
}
what-disabled = { $factor ->
    [passkey] Ein Passkey wurde nach zu vielen falschen Versuchen ausgeschaltet
    [security-key] Ein Sicherheitsschlüssel wurde nach zu vielen falschen Versuchen ausgeschaltet
    [totp] Die Codes der App wurden nach zu vielen falschen Versuchen ausgeschaltet
    [recovery-code] Die Wiederherstellungscodes wurden nach zu vielen falschen Versuchen ausgeschaltet
   *[passphrase] Die Passphrase wurde nach zu vielen falschen Versuchen ausgeschaltet
}
what-copied = Ein Passkey oder Schlüssel sieht aus, als hätte ihn jemand kopiert
what-passphrase-changed = Die Passphrase wurde geändert
what-address-added = Die Adresse { $name } wurde hinzugefügt
what-address-removed = Die Adresse { $name } wurde entfernt
what-session-ended = Sie haben ein Gerät abgemeldet
what-session-stopped = Wir haben vorsichtshalber ein Gerät abgemeldet
what-sessions-ended = Alle anderen Geräte wurden abgemeldet
what-token-created = Das Token „{ $name }“ wurde erstellt
what-token-rotated = Das Token „{ $name }“ wurde erneuert
what-token-revoked = Das Token „{ $name }“ wurde widerrufen
what-token-found = Das Token „{ $name }“ wurde öffentlich gefunden, und wir haben es gesperrt
what-recovery-asked = Eine Wiederherstellung wurde angefragt
what-recovery-vetoed = Eine Wiederherstellung wurde gestoppt
what-recovery-done = Das Konto wurde wiederhergestellt
what-recovery-code-used = Ein Wiederherstellungscode wurde verwendet
what-undone = Eine Änderung wurde rückgängig gemacht
what-denied = Sie haben uns gesagt, dass etwas nicht von Ihnen war
what-staff-looked = { $who } aus unserem Team hat Ihr Konto angesehen: { $why }
what-held = Etwas ist angehalten, bis klar ist, von wem es kam

## Das war ich nicht, Widerspruch, Entfernen

happened = Was
at = Wann
changed = Was geändert wurde
changed-by = Mit
not-me-heading = Das waren Sie nicht?
not-me-lead = Dann handeln wir sofort. Nichts, was Ihnen gehört, geht verloren.
not-me-then = Was geschieht, wenn Sie bestätigen
not-me-sessions = Überall außer hier werden alle abgemeldet.
not-me-passphrase = Ihre Passphrase gilt nicht mehr, bis Sie eine neue festgelegt haben.
not-me-tokens = { $count ->
    [one] { $count } Token, das seither erstellt wurde, wird widerrufen.
   *[other] { $count } Tokens, die seither erstellt wurden, werden widerrufen.
}
not-me-held = Was seither gekauft oder versendet wurde, wird angehalten. Was nicht von Ihnen kam, bezahlen Sie nicht.
not-me-asked = Wir bitten Sie um einen Nachweis, dass Sie es sind, und helfen Ihnen dann, alles in Ordnung zu bringen.
not-me-button = Das war ich nicht
was-me = Doch, das war ich
object-heading = Diese Änderung rückgängig machen?
object-lead = An Ihrem Konto wurde etwas geändert. Wenn Sie das nicht waren, machen Sie es hier rückgängig.
object-button = Rückgängig machen
object-then = Was vorher galt, gilt wieder; alle werden abgemeldet, und wir benachrichtigen alle Ihre Adressen.
object-until = Das ist möglich bis
remove-heading = „{ $name }“ entfernen?
remove-heading-unnamed = { $factor ->
    [passkey] Diesen Passkey entfernen?
    [security-key] Diesen Sicherheitsschlüssel entfernen?
    [totp] Die App, die Codes anzeigt, entfernen?
    [recovery-code] Ihre Wiederherstellungscodes entfernen?
   *[passphrase] Ihre Passphrase entfernen?
}
remove-safe = Sie bleiben so sicher, wie Sie sind, und kommen weiterhin in Ihr Konto.
remove-fragile = Sie können es entfernen, aber dann gibt es etwas mehr, das Sie nicht verlieren dürfen.
remove-exposed = Jetzt geht das nicht, denn danach würde eine einzige Sache genügen, um hineinzukommen.
remove-then = Wir benachrichtigen alle Ihre Adressen. Sie können es einige Tage lang rückgängig machen.
remove-add-first = Zuerst etwas anderes hinzufügen

## Adressen

addresses-lead = Hier sagen wir Ihnen Bescheid, wenn etwas geschieht. Eine Adresse allein öffnet Ihr Konto nie.
add-address = Adresse hinzufügen
add-address-hint = Wir senden einen Link dorthin. Ihre anderen Adressen werden benachrichtigt.
address-primary = erste
address-is-confirmed = bestätigt
address-unconfirmed = noch nicht bestätigt
address-removed = entfernt; wird noch benachrichtigt bis
address-make-primary = Zur ersten machen
address-again = Link noch einmal senden

## Tokens

tokens-lead = Mit einem Token handelt ein Programm für Sie: nur so weit, wie Sie es erlauben, und nur bis zu einem Tag, den Sie wählen.
tokens-there = Ihre Tokens
tokens-none = Keine. Ein Token, das Sie erstellen, erscheint hier.
tokens-revoke-all = Alle widerrufen
token-fresh = Ihr Token „{ $name }“
token-once = Kopieren Sie es jetzt dorthin, wo es gebraucht wird. Wir behalten nichts, was wir noch einmal zeigen könnten.
token-may = darf:
token-ends = endet
token-old-until = das alte funktioniert noch bis
token-replaced = ersetzt; funktioniert noch bis
token-rotate = Erneuern
token-revoke = Widerrufen
token-create = Token erstellen
token-label-hint = Wofür es ist, zum Beispiel „Sicherung zu Hause“.
token-scopes = Was es darf
token-days = Gültig für

## Meldungen

missing = Hier ist nichts
missing-lead = Die Adresse stimmt nicht, oder was hier stand, gibt es nicht mehr.
link-spent = Dieser Link gilt nicht mehr
link-spent-lead = Links gelten einmal und nicht lange. Wenn Sie ihn noch brauchen, fordern Sie einen neuen an.
form-old = Bitte noch einmal
too-large = Das war zu viel
too-large-lead = Was gesendet wurde, ist größer, als wir annehmen können. Es wurde nichts geändert.
failed = Das hat nicht funktioniert, und es liegt an uns
failed-lead = Es ist nichts verloren gegangen. Versuchen Sie es gleich noch einmal.
failed-id = Wenn Sie uns danach fragen, nennen Sie
sign-up-closed = Hier lassen sich keine Konten erstellen
sign-up-closed-lead = Die Betreiber dieses Dienstes erstellen Konten für alle, die eines brauchen. Fragen Sie dort nach.
vetoed = Die Wiederherstellung ist gestoppt.
vetoed-lead = Niemand ist hineingekommen. Sehen Sie nach, ob alles andere so ist, wie es sein soll.
undone = Die Änderung ist rückgängig gemacht.
undone-lead = Was vorher galt, gilt wieder, und alle sind abgemeldet. Melden Sie sich an und sehen Sie nach, ob alles andere so ist, wie es sein soll.
denied = Wir haben uns darum gekümmert.
denied-lead = Alle anderen sind abgemeldet, und was sie gekauft oder versendet haben, ist angehalten. Sehen Sie nach, ob alles andere so ist, wie es sein soll.
address-confirmed = Die Adresse ist bestätigt.
address-confirmed-lead = Von nun an sagen wir Ihnen auch dort Bescheid, wenn etwas geschieht.
stopped = Wir haben das vorsichtshalber aufgehalten
stopped-lead = Das sah nicht nach Ihnen aus. Wenn Sie es waren, ist nichts verloren: Melden Sie sich mit einem Passkey an oder von einem Gerät, das Sie schon benutzt haben, oder kommen Sie hier zurück in Ihr Konto.
locked = Ihr Konto ist gesperrt
locked-lead = Wir haben es gesperrt, weil jemand anderes darin war. Es ist nichts verloren. Hier kommen Sie zurück in Ihr Konto.
staff-asked = Unser Team weiß Bescheid
staff-asked-lead = Zwei Personen prüfen es gemeinsam und schreiben Ihnen. Sie fragen nie nach einer Passphrase oder einem Code.
to-account = Zu meinem Konto
to-recover = Zurück in mein Konto
to-sign-in = Zur Anmeldung
wait-attempts = Bitte warten Sie { $length }
wait-attempts-lead = Es gab zu viele falsche Versuche. Ein Passkey und die Geräte, die Sie schon benutzt haben, werden nicht gebremst.
wait-busy = Bitte warten Sie { $length }
wait-busy-lead = Gerade melden sich sehr viele Menschen an. Passkeys funktionieren trotzdem sofort.

## Geräte

agent-browser = { $browser } unter { $system }
agent-app = App unter { $system }
agent-program = Programm „{ $name }“
agent-unnamed = Unbekanntes Programm

## Zeit

just-now = gerade eben
on-date = am { $date }
date = { $day }. { $month } { $year }
date-and-time = { $date }, { $clock } UTC
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
ago-seconds = { $count ->
    [one] vor { $count } Sekunde
   *[other] vor { $count } Sekunden
}
ago-minutes = { $count ->
    [one] vor { $count } Minute
   *[other] vor { $count } Minuten
}
ago-hours = { $count ->
    [one] vor { $count } Stunde
   *[other] vor { $count } Stunden
}
ago-days = { $count ->
    [one] vor { $count } Tag
   *[other] vor { $count } Tagen
}
ahead-seconds = { $count ->
    [one] in { $count } Sekunde
   *[other] in { $count } Sekunden
}
ahead-minutes = { $count ->
    [one] in { $count } Minute
   *[other] in { $count } Minuten
}
ahead-hours = { $count ->
    [one] in { $count } Stunde
   *[other] in { $count } Stunden
}
ahead-days = { $count ->
    [one] in { $count } Tag
   *[other] in { $count } Tagen
}
length-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
length-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
length-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
length-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}

## E-Mail

mail-confirm-subject = Bestätigen Sie Ihre Adresse
mail-confirm = Jemand, vermutlich Sie, erstellt mit dieser Adresse ein Konto bei { $service }.
mail-confirm-button = Weiter und Konto erstellen
mail-already-subject = Sie haben schon ein Konto
mail-already = Jemand, vermutlich Sie, wollte mit dieser Adresse ein Konto bei { $service } erstellen. Es gibt schon eines, deshalb wurde kein neues erstellt. Sie können sich anmelden.
mail-already-button = Anmelden
mail-address-subject = Bestätigen Sie diese Adresse
mail-address = Jemand, vermutlich Sie, fügt diese Adresse einem Konto bei { $service } hinzu.
mail-address-button = Adresse bestätigen
mail-recovery-subject = Der Weg zurück in Ihr Konto
mail-recovery = Jemand, vermutlich Sie, hat um einen Weg zurück in das Konto bei { $service } mit dieser Adresse gebeten.
mail-recovery-button = Weiter
mail-not-asked = Sie haben nicht darum gebeten? Dann brauchen Sie nichts zu tun: Ohne diesen Link geschieht nichts.
mail-asked-subject = Jemand hat um einen Weg zurück in Ihr Konto gebeten
mail-asked = Wenn Sie das waren, brauchen Sie nur zu warten.
mail-asked-was-you = Wenn Sie das nicht waren, stoppen Sie es vor dem unten genannten Zeitpunkt. Noch ist niemand hineingekommen.
mail-ready-subject = Die Wiederherstellung Ihres Kontos kann abgeschlossen werden
mail-ready = Die Wartezeit ist vorbei, und niemand hat widersprochen. Gehen Sie zurück auf die Seite, auf der Sie darum gebeten haben, und richten Sie neuen Schutz ein.
mail-ready-not-you = Wenn Sie nicht darum gebeten haben, stoppen Sie es jetzt.
mail-was-you = Wenn Sie das waren, brauchen Sie nichts zu tun.
mail-not-me = Das war ich nicht
mail-not-me-then = Der Link zeigt, was wir dann tun. Es geschieht nichts, bis Sie dort bestätigen: Dann werden alle abgemeldet, und was gekauft oder versendet wurde, wird angehalten.
mail-undo = Das war ich nicht, rückgängig machen
mail-undo-then = Der Link zeigt, was rückgängig gemacht würde. Es geschieht nichts, bis Sie dort bestätigen. Er gilt bis { $until }.
mail-from = Von
mail-foot = Dies ist eine Nachricht von { $service } über ein Konto mit dieser Adresse.
mail-never = Wir fragen nie per E-Mail nach einer Passphrase oder einem Code.

## Ein Token ist bekannt geworden

leak-by-scan = bei einer Suche unseres Teams
leak-by-push = in einem Repository, das wir beobachten
leak-by-secret-scanning = von der Suche eines Code-Anbieters
leak-by-finder = von jemandem, der darauf gestoßen ist und es uns gesagt hat
leak-by-platform = von unserem Team
leak-use = { $count ->
    [one] einmal, am { $last }
   *[other] { $count }-mal, zuletzt am { $last }
}
leak-token = Token
leak-found = Gefunden
leak-since = Dort seit
leak-since-unknown = nicht bekannt
leak-ended = Gesperrt
leak-used = Seitdem benutzt
leak-used-none = nie, soweit wir wissen
leak-what-we-did = Wer ein Token liest, kann es benutzen. Deshalb haben wir dieses sofort gesperrt. Programme, die es benutzen, kommen nicht mehr hinein.
leak-odd = Seitdem wurde es von einem Ort benutzt, von dem es nie zuvor benutzt wurde. Bis Sie uns gesagt haben, wer das war, halten wir Abbuchungen und Nachrichten zurück, die vielleicht nicht von Ihnen sind.
leak-what-to-do = Wenn ein Programm von Ihnen es noch braucht, erstellen Sie auf der Seite Ihres Kontos ein neues Token, und halten Sie es aus Dateien heraus, die andere lesen können.
leak-not-me = Es wurde benutzt, aber nicht von mir
leaked-heading = Bekannt gewordene Token
leaked-one = Ihr Token „{ $name }“ (…{ $four }) wurde dort gefunden, wo andere es lesen konnten.
leaked-ended = Wir haben es gesperrt:
leaked-within = { $length } später wurde es abgewiesen.
leaked-there-since = Es stand dort seit
leaked-new = Erstellen Sie ein neues, wenn ein Programm es noch braucht.

## Jemand hat ein Token gefunden

found-heading = Haben Sie ein Token gefunden?
found-lead = Dann fügen Sie es hier ein. Ist es eines von uns, gilt es sofort nicht mehr, und wem es gehört, erfährt davon.
found-field = Das Token oder der Text, in dem es steht
found-hint = Sie können mehrere Token einfügen. Vom übrigen Text wird nichts behalten.
found-button = Abgeben
found-thanks = Danke
found-thanks-lead = Wenn ein Token von uns darin war, gilt es nicht mehr, und wem es gehört, weiß davon.
found-same = Wir antworten immer mit diesen Worten, damit niemand auf dieser Seite erfährt, ob ein Token gilt.
found-then = Was wir damit tun
found-then-ended = Ein Token von uns wird in Sekunden gesperrt.
found-then-told = Wem es gehört, erfährt, dass es gefunden wurde, aber nicht von wem.
found-then-nothing = Alles andere im Text wird sofort vergessen.
found-again = Noch eines abgeben
