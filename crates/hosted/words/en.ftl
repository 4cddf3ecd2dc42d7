### All that the hosted pages say, in English. The messages of mail follow at the end.
### Every language has the same messages with the same variables; a test sees to it.

## Everywhere

skip = Skip to the content
language = Language
sign-out = Sign out
about-data = About this data
simulated = These people are simulated. Nothing on these pages happened to anybody.
problems = Something needs another look:
title-problem = Problem
optional = (optional)
or = or
and = and
continue = Continue
save = Save
show = Show
hide = Hide
copy = Copy
copied = Copied
print = Print
download = Save as a file
manage = Manage
change = Change
rename = Rename
remove = Remove
try-again = Try again
back-unchanged = Back, and change nothing
back-sign-in = Back to sign-in
pages = Pages
newest = Newest
earlier = Earlier
times = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
last-used = last used
never-used = not used yet

## Fields

name = Your name
name-hint = What we call you. It need not be your full name.
label = Name
address = Email address
address-hint = We tell you there when something happens on your account.
passphrase = Passphrase
new-passphrase = New passphrase
passphrase-hint = { $least ->
    [one] At least { $least } character. Four or five words that mean something only to you are best; spaces are welcome.
   *[other] At least { $least } characters. Four or five words that mean something only to you are best; spaces are welcome.
}
code = Code from your app
code-hint = Six digits. They change every 30 seconds.
recovery-code = Recovery code
recovery-code-hint = One of the codes that you printed or wrote down. Capitals, spaces and dashes do not matter.

## What is wrong

problem-name-missing = Enter a name.
problem-name-refused = Enter a name in letters that can be seen, at most { $most } of them.
problem-address-missing = Enter your email address.
problem-address-refused = Enter an email address such as ada@example.org.
problem-addresses-full = There can be { $most } addresses. Remove one first.
problem-address-last = This is your last confirmed address. Add and confirm another one first.
problem-sign-in-refused = This address and this passphrase do not go together. Check both, or use a passkey.
problem-passphrase-missing = Enter your passphrase.
problem-passphrase-wrong = This is not your passphrase. Try again, or use another way.
problem-passphrase-short = { $least ->
    [one] Use at least { $least } character. One more word does it.
   *[other] Use at least { $least } characters. One more word does it.
}
problem-passphrase-long = This is longer than we can take. Use fewer than 1,000 characters.
problem-passphrase-breached = This passphrase is in a collection of stolen ones, which thieves try first. Choose another one.
problem-passphrase-obvious = This is your name, your address or our name, which thieves try first. Choose another one.
problem-code-missing = Enter the six digits that your app shows.
problem-code-wrong = This is not the code that we expected. Wait for the next one and enter it; each works only once.
problem-recovery-code-wrong = This is none of your unused recovery codes. Check it, or use the next one.
problem-passkey-refused = This passkey or key did not work here. Try again, or use another way.
problem-passkey-late = This page was open for too long. Press the button again.
problem-passkey-known = This device has a passkey for your account already.
problem-codes-not-kept = Keep your codes first, then tick the box.
problem-scopes-missing = Choose at least one thing that the token may do.
problem-days-refused = Choose for how long the token is good: at most { $most } days.
problem-tokens-full = There can be { $most } tokens. Revoke one first.
problem-found-missing = Paste the token here.
problem-found-long = That is too long. At most 64 KB are read here; paste only the lines with the token.
problem-found-often = That was a lot at once. Please come back in an hour, or tell the team.
problem-authenticators-full = There can be { $most } of these. Remove one first.
problem-too-few-left = What would be left is not enough to prove that you are you. Add something else first.
problem-changed = Something was changed in another window meanwhile. Look at it and try again.
problem-form-old = This page was open for too long. Nothing was changed. Please try again.

## Passkeys in the browser

passkey-cancelled = That was not finished. You can try again.
passkey-unfit = This device or key cannot be used here. Try another one.
passkey-failed = The browser could not do it. Try again, or use another way.
passkey-needs-script = Passkeys need JavaScript, which is off in this browser. Turn it on, or use another way.
passkey-unsupported = This browser cannot use passkeys or security keys. Use another browser, or another way.
use-passkey = Use a passkey
use-security-key = Use a security key
use-app = Use a code from your app
use-passphrase = Use your passphrase
use-recovery-code = Use a recovery code

## Sign-up

sign-up = Create an account
sign-up-heading = Create your account
sign-up-lead = Two minutes, and nobody but you gets into your account at { $service }.
have-account = You have one already?
sent-heading = Check your email
sent-sign-up = If { $address } is yours, a message from us is on its way to it. Open its link to go on.
sent-recovery = If there is an account with { $address }, a message from us is on its way to it. Open its link to go on.
sent-address = A message from us is on its way to { $address }. Open its link to confirm that the address is yours.
sent-works-for = The link works once, for { $length }.
sent-missing = Nothing there after a few minutes? Look in the spam folder, and check that the address is spelled right.
sent-again = Enter the address again
continue-sign-up = Is this you?
continue-sign-up-lead = You are creating an account at { $service } with { $address }.
continue-sign-up-button = Yes, go on
continue-recovery = Do you want to get back in?
continue-recovery-lead = You asked for a way back into your account at { $service } with { $address }.
continue-recovery-button = Yes, go on
continue-address = Is this address yours?
continue-address-lead = Confirm that { $address } belongs to your account at { $service }.
continue-address-button = Yes, it is mine
continue-not-you = You did not ask for this? Close this page. Nothing happens.

## New protection

protect-heading = Protect your account
protect-lead = Make a passkey. Next time, it signs you in.
finish-heading = Protect your account anew
finish-lead = Make a new passkey. What you lost no longer opens your account.
add-passkey-heading = Add a passkey
add-passkey-lead = Kept by your phone, your computer or your password manager. The safest choice, and the easiest.
passkey-good-unlock = You unlock it as you unlock your device: finger, face or PIN.
passkey-good-remember = There is nothing to remember and nothing to type.
passkey-good-phish = It does not work on a false page, so nobody can trick you out of it.
make-passkey = Make a passkey
label-passkey-hint = So that you know it again, such as “My laptop”.
protect-without = Use a passphrase and an app instead
protect-without-note = That takes a little longer, each time you sign in.
rather-passkey = Make a passkey instead
add-security-key-heading = Add a security key
add-security-key-lead = A small thing of its own, which you plug in or hold to your phone. It goes with your passphrase.
register-security-key = Register a security key
label-security-key-hint = So that you know it again, such as “The blue one on my key ring”.
passphrase-heading = Set a passphrase
passphrase-lead = A few words that only you know. You use it together with a second thing.
change-passphrase-heading = Change your passphrase
change-passphrase-lead = The old one stops working at once, and other devices are signed out.
app-heading = An app that shows codes
app-lead = It shows six digits that change all the time. You enter them after your passphrase.
app-step-open = Open an app that shows codes: many phones and password managers have one built in.
app-step-scan = Scan this picture with it.
app-step-type = Enter the code that it shows now.
app-qr = QR code with the secret for your app. Below it is a way to type the secret instead.
app-cannot-scan = I cannot scan it
app-type-secret = Choose “enter a key” in the app and type this:
app-open-here = Open it in an app on this device
app-where = Where is this app?
app-on-phone = On my phone
app-in-manager = In the password manager that keeps my passphrase too
app-where-hint = We ask since two things in one place are lost together.
codes-heading = Keep your recovery codes
codes-lead = If you ever lose your devices, these get you back in. Each works once. We show them only now.
codes-keep = Paper is best: in a drawer at home, not in your mailbox and not beside your passphrase.
codes-saved = I have printed them or written them down
codes-done = Done
codes-file = recovery-codes.txt
add-codes-lead = Ten codes on paper, for the day on which you lose your devices.
new-codes = Make new recovery codes
make-codes = Make recovery codes
factor-recovery-codes = Your recovery codes
add-heading = Add protection
add-lead = The safest first. Whatever you add, we tell you at every address of yours.
add-required-heading = Set up your protection anew
add-required-lead = Before you go on, add something that only you have. It takes a minute, and nothing of yours is lost. We tell you at every address of yours.

## Sign-in

sign-in = Sign in
sign-in-heading = Sign in to { $service }
sign-in-passkey = Sign in with a passkey
cannot-get-in = I cannot get in
no-account = New here?
because-signed-out = You are signed out.
because-session-ended = You were signed out after a while. Sign in again to go on.
because-session-stopped = We signed you out to be on the safe side. Sign in again to go on.
because-needed = Sign in to go on.
because-recovered = Your account is yours again. Sign in with your new protection.
second-heading = One more thing
second-lead = So that a stolen passphrase alone is worth nothing.
none-of-these = I have none of these

## Step-up

prove-heading = Is this you?
prove-lead = We want to be sure before we go on.
prove-doing = You are about to:
prove-why = Why we ask
prove-then = Once that is done, you go on where you were.
prove-not-me = This is not me
prove-proved = Checked: { $name }
why-new-device = You have not used this device here before.
why-new-place = You are somewhere from where you do not usually come.
why-odd-hour = It is an hour at which you are not usually here.
why-too-far = You were far from here a short time ago.
why-attempts = Somebody has tried to get into your account.
why-leaked = Your passphrase is in a collection of stolen ones.
why-matters = This matters enough that we ask every time.
why-long-ago = You have not been asked for a while.
why-incident = Somebody else may have been in your account.
why-unusual = This is not how you usually use your account.
confirm-heading = Show that it is you
confirm-one-more = One more, and you are through.
confirm-why = We ask anew for changes like this, so that nobody can make them on a device that you left open.
confirm-add = { $factor ->
    [passkey] Then you can add a passkey.
    [security-key] Then you can add a security key.
    [totp] Then you can add an app that shows codes.
    [recovery-code] Then you can make recovery codes.
   *[passphrase] Then you can set a passphrase.
}
confirm-remove = Then you can remove: { $name }
confirm-passphrase = Then you can change your passphrase.
confirm-codes = Then you can make new recovery codes.
confirm-addresses = Then you can change your addresses.
confirm-token = Then you can make a token.

## Recovery

recover-heading = Get back into your account
recover-lead = Lost your phone, your key or your passphrase? That happens. Start with your address.
recover-then = What happens then
recover-then-message = We send a link to that address.
recover-then-prove = You show a second thing, since a mailbox alone is never enough.
recover-then-wait = We wait and tell every address of yours, so that nobody can do this behind your back.
methods-heading = Show that it is your account
methods-lead = { $count ->
    [0] That is enough. The wait can begin.
    [one] One more thing, please.
   *[other] { $count } more things, please.
}
methods-wait = After that we wait for { $length } and tell every address of yours.
methods-none = There is nothing else that you could show here. Contact the people who run this service.
proved-mailbox = Checked: your mailbox { $address }
proved-staff = Checked: our people know that it is you
staff-heading = None of these left?
staff-how = Two of our people look at it together, neither of them alone. They will ask you things, and never for a passphrase or a code.
staff-ask = Ask our people
waiting-heading = In { $length } you can get back in
waiting-lead = We have told every address of the account. Nothing is needed from you until then.
waiting-over = You can get back in now
waiting-over-lead = The wait is over, and nobody objected. Set up new protection, and the account is yours again.
waiting-finish = Set up new protection
waiting-until = You can do this until
waiting-come-back = Come back to this page then, on this device.
waiting-why = Why we wait
waiting-because = If it were not you who asked, the owner would need time to see our message and stop it.
waiting-shortened = The wait is shorter since you showed something strong.
waiting-told = Whom we told
waiting-stop = Each of these messages has a link with which it can be stopped. So can it on every device that is still signed in.
veto-heading = Stop this recovery?
veto-lead = Somebody asked for a way back into your account. If it was not you, stop it here.
veto-button = Stop it
veto-then = It ends at once, and nobody gets in. Your own ways in stay as they are.
asked = Asked for
asked-by = With
works-from = Works from

## Account safety

account-heading = Account safety
am-i-safe = Am I safe?
safe = You are safe.
safe-lead = There is no one thing that somebody could take, guess or break into that would let them in.
exposed-lead = One step makes this good:
exposed-later = It would take them { $length }, and you could not stop it meanwhile. One step makes this good:
exposed-stoppable = It would take them { $length }, in which you could stop it. One step makes this good:
fragile-lead = Nobody else gets in, but you might not either. One step makes this good:
breached = Your passphrase has been stolen somewhere.
breached-lead = It is in a collection that thieves use. Nobody got in with it, since it takes a second thing. Change it now.
recovering = Somebody asked for a way back into your account.
recovering-lead = If that was you, there is nothing to do. If it was not, stop it here. Nobody has got in.
incident = Somebody else may have been in your account. We noticed { $noticed }.
incident-stopped = We signed out everybody but you here.
incident-open = We are watching it.
incident-held = { $count ->
    [0] Nothing was charged.
    [one] { $count } charge or message is on hold: you do not pay for what was not you.
   *[other] { $count } charges and messages are on hold: you do not pay for what was not you.
}
incident-look = This was not me
recovery-heading = A recovery is under way
protection-heading = What protects you
protection-none = Nothing yet. What you add appears here.
protection-add = Add protection
disabled = switched off
disabled-why = There were too many wrong attempts with it. Everything else works. Remove it and add it anew.
kept-on-device = on one device
kept-synced = in step between your devices
kept-synced-by = kept in step by { $name }
kept-key = separate from your devices
kept-on-phone = on your phone
kept-in-manager = in your password manager
kept-in-manager-named = in { $name }
kept-by-heart = known by heart
kept-on-paper = on paper, { $left } of { $of } left
sessions-heading = Who is signed in
sessions-only = Only you, here.
sessions-end-all = { $count ->
    [one] Sign out the other one
   *[other] Sign out the other { $count }
}
session-this = this device
session-began = signed in
session-end = Sign out
happened-heading = What happened
happened-lately = What happened lately
happened-none = Nothing yet. Every sign-in and every change appears here.
happened-all = All that happened
not-me = This was not me
ways-heading = What it takes to get in
ways-lead = Each line is enough for you, and would be for a thief.
ways-guarded = that account has protection of its own
ways-waits = after { $length }, in which you can stop it
addresses-heading = Email addresses
addresses-manage = Change addresses
tokens-heading = Tokens for programs
tokens-manage = Manage tokens
mend-add-passkey = Add a passkey
mend-add-security-key = Add a security key
mend-add-app = Add an app that shows codes
mend-move-app = Set up the app in another place
mend-change-passphrase = Change your passphrase
mend-print-codes = Print recovery codes
mend-add-address = Add a second address
done-ready = Your account is ready.
done-renamed = It has its new name.
done-session-ended = That device is signed out.
done-sessions-ended = { $count ->
    [0] No other device was signed in.
    [one] The other device is signed out.
   *[other] The other { $count } devices are signed out.
}
done-tokens-revoked = { $count ->
    [one] The token no longer works.
   *[other] { $count } tokens no longer work.
}
done-address-changed = Your addresses are changed.

## What somebody would have to take over, as it stands in a list

custody-device = your device, unlocked
custody-device-named = { $name }, unlocked
custody-sync-provider = your account at { $name }
custody-security-key = your security key
custody-security-key-named = your security key { $name }
custody-phone = your phone, unlocked
custody-password-manager = your password manager
custody-password-manager-named = your { $name }
custody-memory = your passphrase
custody-paper = a recovery code
custody-mailbox = your mailbox at { $name }
custody-issuer = your account at { $name }
custody-staff = two of our people together

## That it alone opens the account

alone-device = Whoever unlocks your device gets into this account.
alone-device-named = Whoever unlocks { $name } gets into this account.
alone-sync-provider = Whoever gets into your account at { $name } gets into this one.
alone-security-key = Whoever has your security key gets into this account.
alone-security-key-named = Whoever has your security key { $name } gets into this account.
alone-phone = Whoever unlocks your phone gets into this account.
alone-password-manager = Whoever opens your password manager gets into this account.
alone-password-manager-named = Whoever opens your { $name } gets into this account.
alone-memory = Whoever learns your passphrase gets into this account.
alone-paper = Whoever finds your recovery codes gets into this account.
alone-mailbox = Whoever gets into your mailbox at { $name } gets into this account.
alone-issuer = Whoever gets into your account at { $name } gets into this one.
alone-staff = Our people could get into this account without you.

## That without it the owner is locked out

lost-device = If you lose your device, you cannot get in any more.
lost-device-named = If you lose { $name }, you cannot get in any more.
lost-sync-provider = If you lose your account at { $name }, you cannot get in any more.
lost-security-key = If you lose your security key, you cannot get in any more.
lost-security-key-named = If you lose your security key { $name }, you cannot get in any more.
lost-phone = If you lose your phone, you cannot get in any more.
lost-password-manager = If you lose your password manager, you cannot get in any more.
lost-password-manager-named = If you lose your { $name }, you cannot get in any more.
lost-memory = If you forget your passphrase, you cannot get in any more.
lost-paper = If you lose your recovery codes, you cannot get in any more.
lost-mailbox = If you lose your mailbox at { $name }, you cannot get in any more.
lost-issuer = If you lose your account at { $name }, you cannot get in any more.
lost-staff = You cannot get in without the help of our people.

## Ways to prove it

factor-passkey = Passkey
factor-security-key = Security key
factor-totp = App that shows codes
factor-passphrase = Passphrase
factor-recovery-code = Recovery codes

## What happened

what-signed-up = Account created
what-signed-in = Signed in
what-signed-in-new = Signed in on a new device
what-sign-in-failed = Somebody tried to sign in and did not get in
what-stopped = We stopped somebody who was not like you
what-proved = { $factor ->
    [passkey] Shown that it was you, with a passkey
    [security-key] Shown that it was you, with a security key
    [totp] Shown that it was you, with a code from your app
    [recovery-code] Shown that it was you, with a recovery code
   *[passphrase] Shown that it was you, with your passphrase
}
what-not-proved = Asked to show that it was you, without a right answer
what-added = { $factor ->
    [passkey] A passkey was added
    [security-key] A security key was added
    [totp] An app that shows codes was added
    [recovery-code] New recovery codes were made
   *[passphrase] A passphrase was set
}
what-removed = { $factor ->
    [passkey] A passkey was removed
    [security-key] A security key was removed
    [totp] An app that shows codes was removed
    [recovery-code] The recovery codes were removed
   *[passphrase] The passphrase was removed
}
what-disabled = { $factor ->
    [passkey] A passkey was switched off after too many wrong attempts
    [security-key] A security key was switched off after too many wrong attempts
    [totp] The app’s codes were switched off after too many wrong attempts
    [recovery-code] The recovery codes were switched off after too many wrong attempts
   *[passphrase] The passphrase was switched off after too many wrong attempts
}
what-copied = A passkey or key looks as if somebody had copied it
what-passphrase-changed = The passphrase was changed
what-address-added = The address { $name } was added
what-address-removed = The address { $name } was removed
what-session-ended = You signed out a device
what-session-stopped = We signed out a device to be on the safe side
what-sessions-ended = All other devices were signed out
what-token-created = The token “{ $name }” was made
what-token-rotated = The token “{ $name }” was renewed
what-token-revoked = The token “{ $name }” was revoked
what-token-found = The token “{ $name }” was found in public, and we ended it
what-recovery-asked = A recovery was asked for
what-recovery-vetoed = A recovery was stopped
what-recovery-done = The account was recovered
what-recovery-code-used = A recovery code was used
what-undone = A change was undone
what-denied = You told us that something was not you
what-staff-looked = { $who } of our people looked at your account: { $why }
what-held = Something is on hold until it is clear whose it is

## Not me, objection, removal

happened = What
at = When
changed = What was changed
changed-by = With
not-me-heading = This was not you?
not-me-lead = Then we act at once. Nothing is lost that is yours.
not-me-then = What happens when you press the button
not-me-sessions = Everybody is signed out everywhere but here.
not-me-passphrase = Your passphrase stops working until you have set a new one.
not-me-tokens = { $count ->
    [one] { $count } token that was made since then is revoked.
   *[other] { $count } tokens that were made since then are revoked.
}
not-me-held = What was bought or sent since then is put on hold. You do not pay for what was not you.
not-me-asked = We ask you to show that it is you, and then help you to put things right.
not-me-button = It was not me
was-me = It was me after all
object-heading = Undo this change?
object-lead = Something about your account was changed. If it was not you, undo it here.
object-button = Undo it
object-then = What was there before works again, everybody is signed out, and we tell every address of yours.
object-until = You can do this until
remove-heading = Remove “{ $name }”?
remove-heading-unnamed = { $factor ->
    [passkey] Remove this passkey?
    [security-key] Remove this security key?
    [totp] Remove the app that shows codes?
    [recovery-code] Remove your recovery codes?
   *[passphrase] Remove your passphrase?
}
remove-safe = You stay as safe as you are, and you can still get in.
remove-fragile = You can remove it, but then there is one more thing that you must not lose.
remove-exposed = It cannot go now, since one thing alone would then be enough to get in.
remove-then = We tell every address of yours. You can undo it for some days.
remove-add-first = Add something else first

## Addresses

addresses-lead = We tell you here when something happens. An address alone never opens your account.
add-address = Add an address
add-address-hint = We send a link there. Your other addresses are told.
address-primary = first
address-is-confirmed = confirmed
address-unconfirmed = not confirmed yet
address-removed = removed; still told what happens until
address-make-primary = Make it the first
address-again = Send the link again

## Tokens

tokens-lead = A token lets a program act for you, within what you allow it, until a day that you choose.
tokens-there = Your tokens
tokens-none = None. A token that you make appears here.
tokens-revoke-all = Revoke all
token-fresh = Your token “{ $name }”
token-once = Copy it now to where it is needed. We keep no copy that could be shown again.
token-may = may:
token-ends = ends
token-old-until = the old one still works until
token-replaced = replaced; still works until
token-rotate = Renew
token-revoke = Revoke
token-create = Make a token
token-label-hint = What it is for, such as “Backup at home”.
token-scopes = What it may do
token-days = Good for

## Messages

missing = There is nothing here
missing-lead = The address is wrong, or what stood here is gone.
link-spent = This link no longer works
link-spent-lead = Links work once, and not for long. If you still need it, ask for a new one.
form-old = Please do that again
too-large = That was too much
too-large-lead = What was sent is larger than we can take. Nothing was changed.
failed = This did not work, and it is our fault
failed-lead = Nothing was lost. Try again in a moment.
failed-id = If you ask us about it, name
sign-up-closed = Accounts are not made here
sign-up-closed-lead = The people who run this service make accounts for those who need one. Ask them.
vetoed = The recovery is stopped.
vetoed-lead = Nobody got in. Look whether everything else is as it should be.
undone = The change is undone.
undone-lead = What was there before works again, and everybody is signed out. Sign in and look whether everything else is as it should be.
denied = We have dealt with it.
denied-lead = Everybody else is signed out, and what they bought or sent is on hold. Look whether everything else is as it should be.
address-confirmed = The address is confirmed.
address-confirmed-lead = From now on we tell you there, too, when something happens.
stopped = We stopped this to be on the safe side
stopped-lead = It did not look like you. If it was you, nothing is lost: sign in with a passkey or from a device that you have used before, or get back in here.
locked = Your account is locked
locked-lead = We locked it since somebody else was in it. Nothing is lost. Get back in here.
staff-asked = Our people know
staff-asked-lead = Two of them will look at it together and write to you. They never ask for a passphrase or a code.
to-account = To my account
to-recover = Get back in
to-sign-in = To sign-in
wait-attempts = Please try again in { $length }
wait-attempts-lead = There were too many wrong attempts. A passkey and the devices that you have used before are not slowed.
wait-busy = Please try again in { $length }
wait-busy-lead = Very many people are signing in just now. Passkeys still work at once.

## Devices

agent-browser = { $browser } on { $system }
agent-app = App on { $system }
agent-program = Program “{ $name }”
agent-unnamed = Unnamed program

## Time

just-now = just now
on-date = on { $date }
date = { $day } { $month } { $year }
date-and-time = { $date }, { $clock } UTC
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
ago-seconds = { $count ->
    [one] { $count } second ago
   *[other] { $count } seconds ago
}
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
ahead-seconds = { $count ->
    [one] in { $count } second
   *[other] in { $count } seconds
}
ahead-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
ahead-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
ahead-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
length-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
length-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
length-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
length-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## Mail

mail-confirm-subject = Confirm your address
mail-confirm = Somebody, probably you, is creating an account at { $service } with this address.
mail-confirm-button = Go on and create the account
mail-already-subject = You have an account already
mail-already = Somebody, probably you, wanted to create an account at { $service } with this address. There is one already, so no new one was made. You can sign in.
mail-already-button = Sign in
mail-address-subject = Confirm this address
mail-address = Somebody, probably you, is adding this address to an account at { $service }.
mail-address-button = Confirm the address
mail-recovery-subject = The way back into your account
mail-recovery = Somebody, probably you, asked for a way back into the account at { $service } with this address.
mail-recovery-button = Go on
mail-not-asked = You did not ask for this? Then there is nothing to do: without this link nothing happens.
mail-asked-subject = Somebody asked for a way back into your account
mail-asked = If that was you, there is nothing to do but wait.
mail-asked-was-you = If it was not you, stop it before the time below. Nobody has got in yet.
mail-ready-subject = The recovery of your account can be finished
mail-ready = The wait is over, and nobody objected. Go back to the page on which you asked, and set up new protection.
mail-ready-not-you = If it was not you who asked, stop it now.
mail-was-you = If this was you, there is nothing to do.
mail-not-me = This was not me
mail-not-me-then = The link shows what we do then, and does nothing until you press the button: everybody is signed out, and what was bought or sent is put on hold.
mail-undo = This was not me, undo it
mail-undo-then = The link shows what would be undone, and does nothing until you press the button. It works until { $until }.
mail-from = From
mail-foot = This is a message from { $service } about an account with this address.
mail-never = We never ask for a passphrase or a code by email.

## A token that leaked

leak-by-scan = in a scan by our team
leak-by-push = in a push to a repository that we watch
leak-by-secret-scanning = by the secret scanning of a code host
leak-by-finder = by somebody who came upon it and told us
leak-by-platform = by our team
leak-use = { $count ->
    [one] once, on { $last }
   *[other] { $count } times, last on { $last }
}
leak-token = Token
leak-found = Found
leak-since = There since
leak-since-unknown = not known
leak-ended = Stopped working
leak-used = Used since
leak-used-none = never, as far as we know
leak-what-we-did = Whoever reads a token can use it, so we ended this one at once. Programs that use it no longer get in.
leak-odd = Since it leaked, it was used from somewhere it was never used before. Until you have told us whose doing that was, we hold back charges and messages that may not be yours.
leak-what-to-do = If a program of yours still needs it, make a new token on your account's page, and keep it out of files that others can read.
leak-not-me = It was used, and not by me
leaked-heading = Tokens that leaked
leaked-one = Your token “{ $name }” (…{ $four }) was found where others could read it.
leaked-ended = We ended it
leaked-within = and { $length } later it was refused.
leaked-there-since = It had been there since
leaked-new = Make a new one if a program still needs it.

## Somebody found a token

found-heading = Did you find a token?
found-lead = Then paste it here. If it is one of ours, it stops working at once, and its owner is told.
found-field = The token, or the text it stands in
found-hint = You can paste several tokens. Nothing else of the text is kept.
found-button = Hand it in
found-thanks = Thank you
found-thanks-lead = If there was a token of ours in it, it no longer works, and its owner knows.
found-same = We always answer with these words, so that nobody learns from this page whether a token is good.
found-then = What we do with it
found-then-ended = A token of ours is ended within seconds.
found-then-told = Its owner is told that it was found, and not by whom.
found-then-nothing = Everything else in the text is forgotten at once.
found-again = Hand in another one
