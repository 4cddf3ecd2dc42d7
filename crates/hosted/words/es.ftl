### Todo lo que dicen las páginas, en español. Los mensajes de correo están al final.
### Cada idioma tiene los mismos mensajes con las mismas variables; una prueba lo comprueba.

## En todas partes

skip = Ir al contenido
language = Idioma
sign-out = Cerrar sesión
about-data = Sobre estos datos
simulated = Estas personas son simuladas. Nada de lo que hay en estas páginas le ha ocurrido a nadie.
problems = Revise lo siguiente:
title-problem = Problema
optional = (opcional)
or = o
and = y
continue = Continuar
save = Guardar
show = Mostrar
hide = Ocultar
copy = Copiar
copied = Copiado
print = Imprimir
download = Guardar como archivo
manage = Gestionar
change = Cambiar
rename = Cambiar el nombre
remove = Quitar
try-again = Volver a intentarlo
back-unchanged = Volver sin cambiar nada
back-sign-in = Volver al inicio de sesión
pages = Páginas
newest = Lo más reciente
earlier = Anteriores
times = { $count ->
    [one] { $count } vez
   *[other] { $count } veces
}
last-used = último uso:
never-used = sin usar todavía

## Campos

name = Su nombre
name-hint = Cómo debemos llamarle. No hace falta que sea su nombre completo.
label = Nombre
address = Correo electrónico
address-hint = Ahí le avisaremos cuando ocurra algo en su cuenta.
passphrase = Frase de contraseña
new-passphrase = Nueva frase de contraseña
passphrase-hint = { $least ->
    [one] Al menos { $least } carácter. Lo mejor son cuatro o cinco palabras que solo signifiquen algo para usted; puede usar espacios.
   *[other] Al menos { $least } caracteres. Lo mejor son cuatro o cinco palabras que solo signifiquen algo para usted; puede usar espacios.
}
code = Código de su aplicación
code-hint = Seis cifras. Cambian cada 30 segundos.
recovery-code = Código de recuperación
recovery-code-hint = Uno de los códigos que imprimió o anotó. No importan las mayúsculas, los espacios ni los guiones.

## Qué no está bien

problem-name-missing = Escriba un nombre.
problem-name-refused = Escriba un nombre con letras visibles, { $most } como máximo.
problem-address-missing = Escriba su correo electrónico.
problem-address-refused = Escriba un correo electrónico como ada@example.org.
problem-addresses-full = No puede haber más de { $most } direcciones. Quite una primero.
problem-address-last = Es su última dirección confirmada. Añada y confirme otra primero.
problem-sign-in-refused = Este correo y esta frase de contraseña no se corresponden. Revise ambos o use una llave de acceso.
problem-passphrase-missing = Escriba su frase de contraseña.
problem-passphrase-wrong = Esta no es su frase de contraseña. Vuelva a intentarlo o elija otra forma.
problem-passphrase-short = { $least ->
    [one] Use al menos { $least } carácter. Basta con una palabra más.
   *[other] Use al menos { $least } caracteres. Basta con una palabra más.
}
problem-passphrase-long = Es más larga de lo que podemos aceptar. Use menos de 1000 caracteres.
problem-passphrase-breached = Esta frase figura en una colección de contraseñas robadas, que los ladrones prueban primero. Elija otra.
problem-passphrase-obvious = Es su nombre, su correo o nuestro nombre, que los ladrones prueban primero. Elija otra.
problem-code-missing = Escriba las seis cifras que muestra su aplicación.
problem-code-wrong = No es el código que esperábamos. Espere al siguiente y escríbalo; cada uno sirve una sola vez.
problem-recovery-code-wrong = No es ninguno de sus códigos de recuperación sin usar. Revíselo o use el siguiente.
problem-passkey-refused = Esta llave no ha funcionado aquí. Vuelva a intentarlo o elija otra forma.
problem-passkey-late = Esta página ha estado abierta demasiado tiempo. Pulse el botón otra vez.
problem-passkey-known = Este dispositivo ya tiene una llave de acceso para su cuenta.
problem-codes-not-kept = Guarde primero los códigos y después marque la casilla.
problem-scopes-missing = Elija al menos una cosa que el token pueda hacer.
problem-days-refused = Elija durante cuánto tiempo vale el token: { $most } días como máximo.
problem-tokens-full = No puede haber más de { $most } tokens. Revoque uno primero.
problem-found-missing = Pegue el token aquí.
problem-found-long = Es demasiado largo. Aquí se leen 64 KB como máximo; pegue solo las líneas con el token.
problem-found-often = Eso fue mucho a la vez. Vuelva dentro de una hora o avise al equipo.
problem-authenticators-full = No puede haber más de { $most }. Quite algo primero.
problem-too-few-left = Lo que quedaría no basta para demostrar que es usted. Añada otra cosa primero.
problem-changed = Mientras tanto se ha cambiado algo en otra ventana. Mírelo y vuelva a intentarlo.
problem-form-old = Esta página ha estado abierta demasiado tiempo. No se ha cambiado nada. Vuelva a intentarlo.

## Llaves de acceso en el navegador

passkey-cancelled = No se ha completado. Puede volver a intentarlo.
passkey-unfit = Este dispositivo o esta llave no se puede usar aquí. Pruebe con otro.
passkey-failed = El navegador no ha podido hacerlo. Vuelva a intentarlo o elija otra forma.
passkey-needs-script = Las llaves de acceso necesitan JavaScript, que está desactivado en este navegador. Actívelo o elija otra forma.
passkey-unsupported = Este navegador no puede usar llaves de acceso ni llaves de seguridad. Use otro navegador o elija otra forma.
use-passkey = Usar una llave de acceso
use-security-key = Usar una llave de seguridad
use-app = Usar un código de su aplicación
use-passphrase = Usar su frase de contraseña
use-recovery-code = Usar un código de recuperación

## Crear una cuenta

sign-up = Crear una cuenta
sign-up-heading = Cree su cuenta
sign-up-lead = Dos minutos, y nadie más que usted entrará en su cuenta de { $service }.
have-account = ¿Ya tiene una?
sent-heading = Mire su correo
sent-sign-up = Si { $address } es suyo, ya le hemos enviado un mensaje. Abra el enlace que contiene para continuar.
sent-recovery = Si hay una cuenta con { $address }, ya hemos enviado un mensaje a esa dirección. Abra el enlace que contiene para continuar.
sent-address = Hemos enviado un mensaje a { $address }. Abra el enlace que contiene para confirmar que la dirección es suya.
sent-works-for = El enlace sirve una sola vez, durante { $length }.
sent-missing = ¿No ha llegado nada en unos minutos? Mire en la carpeta de correo no deseado y compruebe que la dirección está bien escrita.
sent-again = Volver a escribir la dirección
continue-sign-up = ¿Es usted?
continue-sign-up-lead = Está creando una cuenta en { $service } con { $address }.
continue-sign-up-button = Sí, continuar
continue-recovery = ¿Quiere volver a entrar?
continue-recovery-lead = Ha pedido volver a entrar en su cuenta de { $service } con { $address }.
continue-recovery-button = Sí, continuar
continue-address = ¿Es suya esta dirección?
continue-address-lead = Confirme que { $address } pertenece a su cuenta de { $service }.
continue-address-button = Sí, es mía
continue-not-you = ¿No lo ha pedido usted? Cierre esta página. No pasará nada.

## Nueva protección

protect-heading = Proteja su cuenta
protect-lead = Cree una llave de acceso. Con ella iniciará sesión la próxima vez.
finish-heading = Vuelva a proteger su cuenta
finish-lead = Cree una nueva llave de acceso. Lo que ha perdido ya no abre su cuenta.
add-passkey-heading = Añadir una llave de acceso
add-passkey-lead = La guarda su teléfono, su ordenador o su gestor de contraseñas. Es lo más seguro y lo más fácil.
passkey-good-unlock = Se desbloquea igual que su dispositivo: con el dedo, la cara o el PIN.
passkey-good-remember = No hay nada que recordar ni nada que escribir.
passkey-good-phish = No funciona en una página falsa, así que nadie puede quitársela con engaños.
make-passkey = Crear una llave de acceso
label-passkey-hint = Para que la reconozca, por ejemplo «Mi portátil».
protect-without = Usar una frase de contraseña y una aplicación
protect-without-note = Tardará un poco más cada vez que inicie sesión.
rather-passkey = Prefiero crear una llave de acceso
add-security-key-heading = Añadir una llave de seguridad
add-security-key-lead = Un pequeño objeto aparte que se conecta o se acerca al teléfono. Acompaña a su frase de contraseña.
register-security-key = Registrar una llave de seguridad
label-security-key-hint = Para que la reconozca, por ejemplo «La azul del llavero».
passphrase-heading = Elegir una frase de contraseña
passphrase-lead = Unas pocas palabras que solo usted conoce. La usará junto con otra cosa más.
change-passphrase-heading = Cambiar la frase de contraseña
change-passphrase-lead = La anterior deja de servir al momento y se cierra la sesión en los demás dispositivos.
app-heading = Una aplicación que muestra códigos
app-lead = Muestra seis cifras que cambian continuamente. Se escriben después de la frase de contraseña.
app-step-open = Abra una aplicación que muestre códigos: muchos teléfonos y gestores de contraseñas incluyen una.
app-step-scan = Escanee esta imagen con ella.
app-step-type = Escriba el código que muestra ahora.
app-qr = Código QR con el secreto para su aplicación. Debajo se explica cómo escribirlo a mano.
app-cannot-scan = No puedo escanearlo
app-type-secret = En la aplicación, elija «introducir una clave» y escriba esto:
app-open-here = Abrirlo en una aplicación de este dispositivo
app-where = ¿Dónde está esta aplicación?
app-on-phone = En mi teléfono
app-in-manager = En el gestor de contraseñas que también guarda mi frase
app-where-hint = Lo preguntamos porque dos cosas en un mismo sitio se pierden juntas.
codes-heading = Guarde sus códigos de recuperación
codes-lead = Si algún día pierde sus dispositivos, con ellos volverá a entrar. Cada uno sirve una vez. Solo los mostramos ahora.
codes-keep = Lo mejor es el papel: en un cajón de casa, no en su correo ni junto a su frase de contraseña.
codes-saved = Los he imprimido o anotado
codes-done = Listo
codes-file = codigos-de-recuperacion.txt
add-codes-lead = Diez códigos en papel, para el día en que pierda sus dispositivos.
new-codes = Crear códigos de recuperación nuevos
make-codes = Crear códigos de recuperación
factor-recovery-codes = Sus códigos de recuperación
add-heading = Añadir protección
add-lead = Lo más seguro, primero. Sea lo que sea lo que añada, avisaremos a todas sus direcciones.
add-required-heading = Configure de nuevo su protección
add-required-lead = Antes de continuar, añada algo que solo usted tenga. Es cuestión de un minuto, y no se pierde nada suyo. Avisaremos a todas sus direcciones.

## Inicio de sesión

sign-in = Iniciar sesión
sign-in-heading = Inicie sesión en { $service }
sign-in-passkey = Entrar con una llave de acceso
cannot-get-in = No puedo entrar
no-account = ¿Es su primera vez aquí?
because-signed-out = Ha cerrado la sesión.
because-session-ended = Su sesión se ha cerrado al cabo de un tiempo. Vuelva a iniciar sesión para continuar.
because-session-stopped = Hemos cerrado su sesión por precaución. Vuelva a iniciar sesión para continuar.
because-needed = Inicie sesión para continuar.
because-recovered = La cuenta vuelve a ser suya. Inicie sesión con su nueva protección.
second-heading = Una cosa más
second-lead = Para que una frase de contraseña robada, por sí sola, no sirva de nada.
none-of-these = No tengo nada de esto

## Comprobación adicional

prove-heading = ¿Es usted?
prove-lead = Queremos estar seguros antes de continuar.
prove-doing = Está a punto de hacer esto:
prove-why = Por qué lo preguntamos
prove-then = Después continuará donde estaba.
prove-not-me = No soy yo
prove-proved = Comprobado: { $name }
why-new-device = No ha usado antes este dispositivo aquí.
why-new-place = Está en un lugar desde el que no suele venir.
why-odd-hour = Es una hora a la que no suele estar aquí.
why-too-far = Hace poco estaba muy lejos de aquí.
why-attempts = Alguien ha intentado entrar en su cuenta.
why-leaked = Su frase de contraseña figura en una colección de contraseñas robadas.
why-matters = Es tan importante que lo preguntamos siempre.
why-long-ago = Hace tiempo que no se lo preguntamos.
why-incident = Es posible que otra persona haya estado en su cuenta.
why-unusual = No es así como suele usar su cuenta.
confirm-heading = Demuestre que es usted
confirm-one-more = Una cosa más y ya está.
confirm-why = Para cambios como este volvemos a preguntar, de modo que nadie pueda hacerlos en un dispositivo que usted haya dejado abierto.
confirm-add = { $factor ->
    [passkey] Después podrá añadir una llave de acceso.
    [security-key] Después podrá añadir una llave de seguridad.
    [totp] Después podrá añadir una aplicación que muestra códigos.
    [recovery-code] Después podrá crear códigos de recuperación.
   *[passphrase] Después podrá elegir una frase de contraseña.
}
confirm-remove = Después podrá quitar: { $name }
confirm-passphrase = Después podrá cambiar su frase de contraseña.
confirm-codes = Después podrá crear códigos de recuperación nuevos.
confirm-addresses = Después podrá cambiar sus direcciones.
confirm-token = Después podrá crear un token.

## Recuperación

recover-heading = Vuelva a entrar en su cuenta
recover-lead = ¿Ha perdido el teléfono, la llave o la frase de contraseña? Son cosas que pasan. Empiece por su correo.
recover-then = Qué ocurrirá después
recover-then-message = Enviaremos un enlace a esa dirección.
recover-then-prove = Demostrará de otra forma más que es usted, porque un buzón por sí solo nunca basta.
recover-then-wait = Esperaremos y avisaremos a todas sus direcciones, para que nadie pueda hacerlo a sus espaldas.
methods-heading = Demuestre que la cuenta es suya
methods-lead = { $count ->
    [0] Con eso basta. Puede empezar la espera.
    [one] Falta una cosa más.
   *[other] Faltan { $count } cosas más.
}
methods-wait = Después esperaremos { $length } y avisaremos a todas sus direcciones.
methods-none = Aquí no hay nada más que pueda demostrar. Póngase en contacto con quienes gestionan este servicio.
proved-mailbox = Comprobado: su buzón { $address }
proved-staff = Comprobado: nuestro equipo sabe que es usted
staff-heading = ¿No le queda nada de esto?
staff-how = Dos personas de nuestro equipo lo revisan juntas, nunca una sola. Le harán preguntas, pero jamás le pedirán una frase de contraseña ni un código.
staff-ask = Preguntar a nuestro equipo
waiting-heading = Podrá volver a entrar dentro de { $length }
waiting-lead = Hemos avisado a todas las direcciones de la cuenta. Hasta entonces no tiene que hacer nada.
waiting-over = Ya puede volver a entrar
waiting-over-lead = La espera ha terminado y nadie se ha opuesto. Configure una nueva protección y la cuenta volverá a ser suya.
waiting-finish = Configurar una nueva protección
waiting-until = Puede hacerlo hasta el
waiting-come-back = Vuelva entonces a esta página, en este dispositivo.
waiting-why = Por qué esperamos
waiting-because = Si lo hubiera pedido otra persona, el titular necesitaría tiempo para ver nuestro mensaje y detenerlo.
waiting-shortened = La espera es más corta porque ha demostrado algo sólido.
waiting-told = A quién hemos avisado
waiting-stop = Cada uno de esos mensajes lleva un enlace para detenerlo. También se puede desde cualquier dispositivo con la sesión abierta.
veto-heading = ¿Detener esta recuperación?
veto-lead = Alguien ha pedido volver a entrar en su cuenta. Si no ha sido usted, deténgalo aquí.
veto-button = Detenerla
veto-then = Termina al momento y nadie entra. Sus propias formas de entrar siguen como están.
asked = Se pidió
asked-by = Con
works-from = Será posible desde

## Seguridad de la cuenta

account-heading = Seguridad de la cuenta
am-i-safe = ¿Mi cuenta está a salvo?
safe = Su cuenta está a salvo.
safe-lead = No hay ninguna cosa que, robada, adivinada o forzada por sí sola, permita entrar a otra persona.
exposed-lead = Con un solo paso se arregla:
exposed-later = Tardaría { $length }, sin que usted pudiera detenerlo. Con un solo paso se arregla:
exposed-stoppable = Tardaría { $length }, y mientras tanto usted podría detenerlo. Con un solo paso se arregla:
fragile-lead = Nadie más puede entrar, pero quizá usted tampoco. Con un solo paso se arregla:
breached = Han robado su frase de contraseña en algún sitio.
breached-lead = Figura en una colección que usan los ladrones. Nadie ha entrado con ella, porque hace falta algo más. Cámbiela ahora.
recovering = Alguien ha pedido volver a entrar en su cuenta.
recovering-lead = Si ha sido usted, no tiene que hacer nada. Si no, deténgalo aquí. Nadie ha entrado.
incident = Es posible que otra persona haya estado en su cuenta. Nos dimos cuenta { $noticed }.
incident-stopped = Hemos cerrado todas las sesiones menos la suya.
incident-open = Lo estamos vigilando.
incident-held = { $count ->
    [0] No se ha cobrado nada.
    [one] Hay { $count } cargo o mensaje retenido: no paga lo que no ha hecho usted.
   *[other] Hay { $count } cargos y mensajes retenidos: no paga lo que no ha hecho usted.
}
incident-look = No he sido yo
recovery-heading = Hay una recuperación en curso
protection-heading = Qué le protege
protection-none = Nada todavía. Lo que añada aparecerá aquí.
protection-add = Añadir protección
disabled = desactivado
disabled-why = Ha habido demasiados intentos erróneos. Todo lo demás funciona. Quítelo y vuelva a añadirlo.
kept-on-device = en un solo dispositivo
kept-synced = sincronizada entre sus dispositivos
kept-synced-by = sincronizada por { $name }
kept-key = aparte de sus dispositivos
kept-on-phone = en su teléfono
kept-in-manager = en su gestor de contraseñas
kept-in-manager-named = en { $name }
kept-by-heart = en su memoria
kept-on-paper = en papel, quedan { $left } de { $of }
sessions-heading = Quién ha iniciado sesión
sessions-only = Solo usted, aquí.
sessions-end-all = { $count ->
    [one] Cerrar la otra
   *[other] Cerrar las otras { $count }
}
session-this = este dispositivo
session-began = iniciada
session-end = Cerrar sesión
happened-heading = Qué ha ocurrido
happened-lately = Qué ha ocurrido últimamente
happened-none = Nada todavía. Cada inicio de sesión y cada cambio aparecerán aquí.
happened-all = Todo lo que ha ocurrido
not-me = No he sido yo
ways-heading = Qué hace falta para entrar
ways-lead = Cada línea le basta a usted, y le bastaría a un ladrón.
ways-guarded = esa cuenta tiene su propia protección
ways-waits = tras una espera de { $length }, en la que puede detenerlo
addresses-heading = Direcciones de correo
addresses-manage = Cambiar las direcciones
tokens-heading = Tokens para programas
tokens-manage = Gestionar los tokens
mend-add-passkey = Añadir una llave de acceso
mend-add-security-key = Añadir una llave de seguridad
mend-add-app = Añadir una aplicación que muestra códigos
mend-move-app = Configurar la aplicación en otro sitio
mend-change-passphrase = Cambiar la frase de contraseña
mend-print-codes = Imprimir códigos de recuperación
mend-add-address = Añadir una segunda dirección
done-ready = Su cuenta está lista.
done-renamed = El nuevo nombre está guardado.
done-session-ended = Se ha cerrado la sesión en ese dispositivo.
done-sessions-ended = { $count ->
    [0] No había ninguna otra sesión abierta.
    [one] La otra sesión está cerrada.
   *[other] Las otras { $count } sesiones están cerradas.
}
done-tokens-revoked = { $count ->
    [one] El token ya no funciona.
   *[other] { $count } tokens ya no funcionan.
}
done-address-changed = Sus direcciones se han cambiado.

## Lo que alguien tendría que conseguir, en una lista

custody-device = su dispositivo desbloqueado
custody-device-named = { $name }, desbloqueado
custody-sync-provider = su cuenta de { $name }
custody-security-key = su llave de seguridad
custody-security-key-named = su llave de seguridad { $name }
custody-phone = su teléfono desbloqueado
custody-password-manager = su gestor de contraseñas
custody-password-manager-named = su gestor de contraseñas { $name }
custody-memory = su frase de contraseña
custody-paper = un código de recuperación
custody-mailbox = su buzón de { $name }
custody-issuer = su cuenta de { $name }
custody-staff = dos personas de nuestro equipo juntas

## Que por sí solo abre la cuenta

alone-device = Quien desbloquee su dispositivo entra en esta cuenta.
alone-device-named = Quien desbloquee { $name } entra en esta cuenta.
alone-sync-provider = Quien entre en su cuenta de { $name } entra también en esta.
alone-security-key = Quien tenga su llave de seguridad entra en esta cuenta.
alone-security-key-named = Quien tenga su llave de seguridad { $name } entra en esta cuenta.
alone-phone = Quien desbloquee su teléfono entra en esta cuenta.
alone-password-manager = Quien abra su gestor de contraseñas entra en esta cuenta.
alone-password-manager-named = Quien abra su gestor de contraseñas { $name } entra en esta cuenta.
alone-memory = Quien averigüe su frase de contraseña entra en esta cuenta.
alone-paper = Quien encuentre sus códigos de recuperación entra en esta cuenta.
alone-mailbox = Quien entre en su buzón de { $name } entra en esta cuenta.
alone-issuer = Quien entre en su cuenta de { $name } entra también en esta.
alone-staff = Nuestro equipo podría entrar en esta cuenta sin usted.

## Que sin ello ya no se puede entrar

lost-device = Si pierde su dispositivo, ya no podrá entrar.
lost-device-named = Si pierde { $name }, ya no podrá entrar.
lost-sync-provider = Si pierde su cuenta de { $name }, ya no podrá entrar en esta.
lost-security-key = Si pierde su llave de seguridad, ya no podrá entrar.
lost-security-key-named = Si pierde su llave de seguridad { $name }, ya no podrá entrar.
lost-phone = Si pierde su teléfono, ya no podrá entrar.
lost-password-manager = Si pierde su gestor de contraseñas, ya no podrá entrar.
lost-password-manager-named = Si pierde su gestor de contraseñas { $name }, ya no podrá entrar.
lost-memory = Si olvida su frase de contraseña, ya no podrá entrar.
lost-paper = Si pierde sus códigos de recuperación, ya no podrá entrar.
lost-mailbox = Si pierde su buzón de { $name }, ya no podrá entrar.
lost-issuer = Si pierde su cuenta de { $name }, ya no podrá entrar en esta.
lost-staff = No puede entrar sin la ayuda de nuestro equipo.

## Formas de demostrarlo

factor-passkey = Llave de acceso
factor-security-key = Llave de seguridad
factor-totp = Aplicación que muestra códigos
factor-passphrase = Frase de contraseña
factor-recovery-code = Códigos de recuperación

## Qué ha ocurrido

what-signed-up = Cuenta creada
what-signed-in = Inicio de sesión
what-signed-in-new = Inicio de sesión en un dispositivo nuevo
what-sign-in-failed = Alguien intentó iniciar sesión y no entró
what-stopped = Detuvimos a alguien que no se comportaba como usted
what-proved = { $factor ->
    [passkey] Se comprobó que era usted con una llave de acceso
    [security-key] Se comprobó que era usted con una llave de seguridad
    [totp] Se comprobó que era usted con un código de su aplicación
    [recovery-code] Se comprobó que era usted con un código de recuperación
   *[passphrase] Se comprobó que era usted con su frase de contraseña
}
what-not-proved = Preguntamos si era usted y no hubo respuesta correcta
what-added = { $factor ->
    [passkey] Se añadió una llave de acceso
    [security-key] Se añadió una llave de seguridad
    [totp] Se añadió una aplicación que muestra códigos
    [recovery-code] Se crearon códigos de recuperación nuevos
   *[passphrase] Se eligió una frase de contraseña
}
what-removed = { $factor ->
    [passkey] Se quitó una llave de acceso
    [security-key] Se quitó una llave de seguridad
    [totp] Se quitó una aplicación que muestra códigos
    [recovery-code] Se quitaron los códigos de recuperación
   *[passphrase] Se quitó la frase de contraseña
}
what-disabled = { $factor ->
    [passkey] Se desactivó una llave de acceso tras demasiados intentos erróneos
    [security-key] Se desactivó una llave de seguridad tras demasiados intentos erróneos
    [totp] Se desactivaron los códigos de la aplicación tras demasiados intentos erróneos
    [recovery-code] Se desactivaron los códigos de recuperación tras demasiados intentos erróneos
   *[passphrase] Se desactivó la frase de contraseña tras demasiados intentos erróneos
}
what-copied = Parece que alguien ha copiado una llave
what-passphrase-changed = Se cambió la frase de contraseña
what-address-added = Se añadió la dirección { $name }
what-address-removed = Se quitó la dirección { $name }
what-session-ended = Cerró la sesión en un dispositivo
what-session-stopped = Cerramos por precaución la sesión en un dispositivo
what-sessions-ended = Se cerraron todas las demás sesiones
what-token-created = Se creó el token «{ $name }»
what-token-rotated = Se renovó el token «{ $name }»
what-token-revoked = Se revocó el token «{ $name }»
what-token-found = El token «{ $name }» apareció en público y lo anulamos
what-recovery-asked = Se pidió una recuperación
what-recovery-vetoed = Se detuvo una recuperación
what-recovery-done = Se recuperó la cuenta
what-recovery-code-used = Se usó un código de recuperación
what-undone = Se deshizo un cambio
what-denied = Nos dijo que algo no lo había hecho usted
what-staff-looked = { $who }, de nuestro equipo, consultó su cuenta: { $why }
what-held = Algo está retenido hasta que se sepa quién lo hizo

## No he sido yo, objeción, quitar

happened = Qué
at = Cuándo
changed = Qué se cambió
changed-by = Con
not-me-heading = ¿No ha sido usted?
not-me-lead = Entonces actuamos enseguida. No se pierde nada que sea suyo.
not-me-then = Qué ocurre al pulsar el botón
not-me-sessions = Se cierran todas las sesiones menos esta.
not-me-passphrase = Su frase de contraseña deja de servir hasta que elija otra.
not-me-tokens = { $count ->
    [one] Se revoca { $count } token creado desde entonces.
   *[other] Se revocan { $count } tokens creados desde entonces.
}
not-me-held = Lo que se haya comprado o enviado desde entonces queda retenido. No paga lo que no ha hecho usted.
not-me-asked = Le pediremos que demuestre que es usted y después le ayudaremos a dejarlo todo en orden.
not-me-button = No he sido yo
was-me = Al final sí fui yo
object-heading = ¿Deshacer este cambio?
object-lead = Se ha cambiado algo en su cuenta. Si no ha sido usted, deshágalo aquí.
object-button = Deshacerlo
object-then = Lo que había antes vuelve a valer, se cierran todas las sesiones y avisamos a todas sus direcciones.
object-until = Puede hacerlo hasta el
remove-heading = ¿Quitar «{ $name }»?
remove-heading-unnamed = { $factor ->
    [passkey] ¿Quitar esta llave de acceso?
    [security-key] ¿Quitar esta llave de seguridad?
    [totp] ¿Quitar la aplicación que muestra códigos?
    [recovery-code] ¿Quitar sus códigos de recuperación?
   *[passphrase] ¿Quitar su frase de contraseña?
}
remove-safe = Su cuenta sigue igual de segura y usted podrá seguir entrando.
remove-fragile = Puede quitarlo, pero entonces habrá una cosa más que no debe perder.
remove-exposed = Ahora no se puede quitar, porque después bastaría con una sola cosa para entrar.
remove-then = Avisaremos a todas sus direcciones. Podrá deshacerlo durante unos días.
remove-add-first = Añadir otra cosa primero

## Direcciones

addresses-lead = Aquí le avisamos cuando ocurre algo. Una dirección por sí sola nunca abre su cuenta.
add-address = Añadir una dirección
add-address-hint = Le enviaremos un enlace. Avisaremos a sus demás direcciones.
address-primary = principal
address-is-confirmed = confirmada
address-unconfirmed = sin confirmar todavía
address-removed = quitada; aún recibe avisos hasta el
address-make-primary = Hacerla principal
address-again = Enviar el enlace otra vez

## Tokens

tokens-lead = Un token permite que un programa actúe por usted: solo en lo que le permita y hasta el día que elija.
tokens-there = Sus tokens
tokens-none = Ninguno. Los tokens que cree aparecerán aquí.
tokens-revoke-all = Revocar todos
token-fresh = Su token «{ $name }»
token-once = Cópielo ahora donde haga falta. No guardamos ninguna copia que podamos volver a mostrar.
token-may = puede:
token-ends = caduca
token-old-until = el anterior funciona todavía hasta el
token-replaced = sustituido; funciona todavía hasta el
token-rotate = Renovar
token-revoke = Revocar
token-create = Crear un token
token-label-hint = Para qué es, por ejemplo «Copia de seguridad en casa».
token-scopes = Qué puede hacer
token-days = Válido durante

## Mensajes

missing = Aquí no hay nada
missing-lead = La dirección es incorrecta o lo que había aquí ya no existe.
link-spent = Este enlace ya no funciona
link-spent-lead = Los enlaces sirven una vez y durante poco tiempo. Si todavía lo necesita, pida uno nuevo.
form-old = Hágalo otra vez, por favor
too-large = Es demasiado
too-large-lead = Lo que se ha enviado es más grande de lo que podemos aceptar. No se ha cambiado nada.
failed = Esto no ha funcionado, y es culpa nuestra
failed-lead = No se ha perdido nada. Vuelva a intentarlo dentro de un momento.
failed-id = Si nos pregunta por ello, mencione
sign-up-closed = Aquí no se crean cuentas
sign-up-closed-lead = Quienes gestionan este servicio crean las cuentas para quien las necesita. Pregúnteles.
vetoed = La recuperación está detenida.
vetoed-lead = Nadie ha entrado. Compruebe que todo lo demás está como debe.
undone = El cambio está deshecho.
undone-lead = Lo que había antes vuelve a valer y se han cerrado todas las sesiones. Inicie sesión y compruebe que todo lo demás está como debe.
denied = Nos hemos ocupado de ello.
denied-lead = Se han cerrado todas las demás sesiones, y lo que se compró o envió desde ellas está retenido. Compruebe que todo lo demás está como debe.
address-confirmed = La dirección está confirmada.
address-confirmed-lead = A partir de ahora también le avisaremos ahí cuando ocurra algo.
stopped = Hemos detenido esto por precaución
stopped-lead = No parecía usted. Si lo era, no se ha perdido nada: inicie sesión con una llave de acceso o desde un dispositivo que ya haya usado, o vuelva a entrar aquí.
locked = Su cuenta está bloqueada
locked-lead = La bloqueamos porque otra persona había entrado. No se ha perdido nada. Vuelva a entrar aquí.
staff-asked = Nuestro equipo ya lo sabe
staff-asked-lead = Dos personas lo revisarán juntas y le escribirán. Nunca piden una frase de contraseña ni un código.
to-account = Ir a mi cuenta
to-recover = Volver a entrar
to-sign-in = Ir al inicio de sesión
wait-attempts = Vuelva a intentarlo dentro de { $length }
wait-attempts-lead = Ha habido demasiados intentos erróneos. Las llaves de acceso y los dispositivos que ya ha usado no tienen que esperar.
wait-busy = Vuelva a intentarlo dentro de { $length }
wait-busy-lead = En este momento hay muchísima gente iniciando sesión. Las llaves de acceso siguen funcionando al instante.

## Dispositivos

agent-browser = { $browser } en { $system }
agent-app = Aplicación en { $system }
agent-program = Programa «{ $name }»
agent-unnamed = Programa sin nombre

## Tiempo

just-now = ahora mismo
on-date = el { $date }
date = { $day } de { $month } de { $year }
date-and-time = { $date }, { $clock } UTC
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
ago-seconds = { $count ->
    [one] hace { $count } segundo
   *[other] hace { $count } segundos
}
ago-minutes = { $count ->
    [one] hace { $count } minuto
   *[other] hace { $count } minutos
}
ago-hours = { $count ->
    [one] hace { $count } hora
   *[other] hace { $count } horas
}
ago-days = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}
ahead-seconds = { $count ->
    [one] dentro de { $count } segundo
   *[other] dentro de { $count } segundos
}
ahead-minutes = { $count ->
    [one] dentro de { $count } minuto
   *[other] dentro de { $count } minutos
}
ahead-hours = { $count ->
    [one] dentro de { $count } hora
   *[other] dentro de { $count } horas
}
ahead-days = { $count ->
    [one] dentro de { $count } día
   *[other] dentro de { $count } días
}
length-seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
length-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
length-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
length-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}

## Correo

mail-confirm-subject = Confirme su dirección
mail-confirm = Alguien, probablemente usted, está creando una cuenta en { $service } con esta dirección.
mail-confirm-button = Continuar y crear la cuenta
mail-already-subject = Ya tiene una cuenta
mail-already = Alguien, probablemente usted, ha querido crear una cuenta en { $service } con esta dirección. Ya existe una, así que no se ha creado otra. Puede iniciar sesión.
mail-already-button = Iniciar sesión
mail-address-subject = Confirme esta dirección
mail-address = Alguien, probablemente usted, está añadiendo esta dirección a una cuenta de { $service }.
mail-address-button = Confirmar la dirección
mail-recovery-subject = Cómo volver a entrar en su cuenta
mail-recovery = Alguien, probablemente usted, ha pedido volver a entrar en la cuenta de { $service } con esta dirección.
mail-recovery-button = Continuar
mail-not-asked = ¿No lo ha pedido usted? Entonces no tiene que hacer nada: sin este enlace no ocurre nada.
mail-asked-subject = Alguien ha pedido volver a entrar en su cuenta
mail-asked = Si ha sido usted, solo tiene que esperar.
mail-asked-was-you = Si no ha sido usted, deténgalo antes del momento indicado abajo. Todavía no ha entrado nadie.
mail-ready-subject = Ya se puede completar la recuperación de su cuenta
mail-ready = La espera ha terminado y nadie se ha opuesto. Vuelva a la página en la que la pidió y configure una nueva protección.
mail-ready-not-you = Si no la ha pedido usted, deténgala ahora.
mail-was-you = Si ha sido usted, no tiene que hacer nada.
mail-not-me = No he sido yo
mail-not-me-then = El enlace muestra lo que haríamos y no hace nada hasta que pulse el botón: entonces se cierran todas las sesiones y queda retenido lo que se haya comprado o enviado.
mail-undo = No he sido yo, deshacerlo
mail-undo-then = El enlace muestra lo que se desharía y no hace nada hasta que pulse el botón. Sirve hasta el { $until }.
mail-from = Desde
mail-foot = Este es un mensaje de { $service } sobre una cuenta con esta dirección.
mail-never = Nunca pedimos una frase de contraseña ni un código por correo.

## Un token que quedó a la vista

leak-by-scan = en una búsqueda de nuestro equipo
leak-by-push = en un repositorio que vigilamos
leak-by-secret-scanning = por la búsqueda de secretos de un servicio de código
leak-by-finder = por alguien que lo vio y nos avisó
leak-by-platform = por nuestro equipo
leak-use = { $count ->
    [one] una vez, el { $last }
   *[other] { $count } veces, la última el { $last }
}
leak-token = Token
leak-found = Encontrado
leak-since = Allí desde
leak-since-unknown = no se sabe
leak-ended = Dejó de funcionar
leak-used = Usado desde entonces
leak-used-none = nunca, que sepamos
leak-what-we-did = Quien lee un token puede usarlo, así que lo hemos anulado enseguida. Los programas que lo usan ya no entran.
leak-odd = Desde entonces se ha usado desde un lugar desde el que nunca se había usado. Hasta que nos diga quién fue, retenemos los cobros y mensajes que quizá no sean suyos.
leak-what-to-do = Si un programa suyo todavía lo necesita, cree un token nuevo en la página de su cuenta y no lo ponga en archivos que otros puedan leer.
leak-not-me = Se ha usado, y no he sido yo
leaked-heading = Tokens que quedaron a la vista
leaked-one = Su token «{ $name }» (…{ $four }) se encontró donde otros podían leerlo.
leaked-ended = Lo anulamos
leaked-within = y { $length } después fue rechazado.
leaked-there-since = Estaba allí desde
leaked-new = Cree uno nuevo si un programa todavía lo necesita.

## Alguien ha encontrado un token

found-heading = ¿Ha encontrado un token?
found-lead = Péguelo aquí. Si es nuestro, deja de funcionar enseguida y avisamos a quien pertenece.
found-field = El token, o el texto en el que está
found-hint = Puede pegar varios tokens. No se guarda nada más del texto.
found-button = Entregarlo
found-thanks = Gracias
found-thanks-lead = Si había un token nuestro, ya no funciona y su dueño lo sabe.
found-same = Siempre respondemos con estas palabras, para que nadie sepa por esta página si un token es válido.
found-then = Qué hacemos con él
found-then-ended = Un token nuestro se anula en segundos.
found-then-told = Avisamos a su dueño de que se encontró, no de quién lo encontró.
found-then-nothing = Todo lo demás del texto se olvida enseguida.
found-again = Entregar otro
