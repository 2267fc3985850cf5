"""The words by which people ask for their data, its deletion or correction, or to be left in peace.

All without case and accents, as `core.mail.requests` folds a text before it looks.
"""

from core.mail.kinds import RequestKind

ARTICLE = r"(?:article|artikel|articolo|articulo|artigo|articolul|art\.?|clank(?:u|om)|αρθρο|cl\.)"


OTHER_VERBS = r"(?:rid of|delet|eras|remov|correct|chang|updat|fix|amend|rectif|stop|sell|wip)"
GIVE = (
    r"(?:send|give|show|e-?mail|mail|provide|share|forward|export|download|obtain|receive|see|view|get|have"
    r"|look at|told?|tell|know)"
)
MINE = (
    r"(?:my|our|all my|all of my|all the) (?:own |complete |full |personal |account |stored |private |user )*"
    r"(?:data|information|info|details|records?|file|profile)\b(?! (?:file|sheet|set|plan|is|are|has|entry))"
)
KEEP = r"(?:ha(?:ve|s)|hold|store|keep|know|collected|gathered|saved|recorded|got)"
"""English verbs and objects of an access request; between them stands no verb of another wish."""


def _article(number: int) -> str:
    """Return the words that name an article of the GDPR, which most such letters cite."""
    return rf"{ARTICLE}\s*{number}\b"


WORDS: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.access: (
        (
            r"\b(?:what|which|whatever|any|all)\b[^.?!]{0,20}\b(?:data|details|information|records?)\b"
            r"[^.?!]{0,20}\b(?:of mine|under my name|in my name|for me)\b"
        ),
        rf"\b{GIVE}(?:ing)?\b(?:(?!{OTHER_VERBS})[^.?!]){{0,40}}?\b{MINE}",
        (
            r"cop(?:y|ies) of (?:what|whatever|everything|anything|my|our|all|the|any)\b(?! (?:contract"
            r"|invoice|posting|receipt))"
        ),
        r"(?:everything|anything|whatever|all) (?:that )?(?:you|your (?:company|site|firm)|the site) " + KEEP,
        r"(?:what|which)\b[^.?!]{0,40}\b(?:about|on|of|concerning) me\b",
        r"what (?:is|'s|was) (?:stored|kept|held|on file|recorded)",
        (
            r"\b(?:dsar|data (?:export|access)|gdpr (?:access )?request|request (?:for|of) my"
            r" (?:personal )?data)\b"
        ),
        r"see (?:what|which|everything|all)[^.?!]{0,30}\b(?:you|on file|about me)",
        r"copia d(?:e|os|as) (?:os |as )?(?:meus|minhas|todos|todas|tudo)",
        r"\b(?:que|quais)\b[^.?!]{0,20}\b(?:dados|informacoes)\b",
        r"(?:acesso|aceder|acessar) (?:aos|os|as|a)? ?(?:meus|minhas)",
        r"(?:envi|mand|forne|receber|ver)\w*[^.?!]{0,25}\b(?:os meus|meus|minhas) (?:dados|informacoes)",
        r"copia de (?:mis|todos|todas|todo|los|lo)\b",
        r"\b(?:que|cuales)\b[^.?!]{0,20}\b(?:datos|informacion)\b",
        r"acce(?:so|der) a (?:mis|todos|la informacion)",
        r"(?:envi|mand|facilit|recibir|ver)\w*[^.?!]{0,25}\bmis (?:datos|informaciones)",
        r"kopie (?:meiner|aller|der)\b",
        r"\bwelche\b[^.?!]{0,40}\b(?:daten|informationen)",
        r"\bwas\b[^.?!]{0,30}\buber mich\b",
        (
            r"(?:schick|send|ubermittel|zusend|zukommen)\w*[^.?!]{0,30}\bmeine\w* (?:\w+ )?(?:daten"
            r"|informationen)"
        ),
        r"meine\w* (?:\w+ )?daten (?:zu ?)?(?:send|schick|erhalten|einseh|zukommen)",
        r"(?:einsicht|zugang|zugriff) (?:in|zu|auf) (?:meine|alle)",
        r"copie de (?:mes|toutes|tous|tout|l.ensemble)",
        r"\bquelles?\b[^.?!]{0,20}\b(?:donnees|informations)\b",
        r"acce(?:s|der) a (?:mes|toutes|l.ensemble)",
        (
            r"(?:envoy|transm|communiqu|fourni|recevoir|voir)\w*[^.?!]{0,30}\b(?:mes|toutes les)"
            r" (?:donnees|informations)"
        ),
        r"ce que vous (?:savez|avez|conservez|detenez)",
        _article(15),
        r"subject access",
        r"right of access",
        r"access (?:to )?(?:my|all|the) (?:personal )?(?:data|information)",
        r"(?:copy|copies) of (?:my|all|the|any) (?:personal )?(?:data|information)",
        r"access request",
        r"(?:requesting|request|want|get|have) access",
        r"\bauskunft",
        r"demander? l.acces",
        r"solicit\w* acces",
        r"richie\w+ (?:l.)?accesso",
        r"om (?:toegang|inzage)",
        r"προσβαση",
        r"o pristup",
        r"zahtijevam pristup",
        r"tillgang till",
    ),
    RequestKind.deletion: (
        r"\b(?:delet|eras)(?:ed|es|e|ion|ing|ure)\b",
        (
            r"remove (?:me\b(?! from (?:your |the |this |any |all )*(?:\w+ )?(?:mail|list|news|e-?mail"
            r"|distrib|subscri))|my|all|every)"
        ),
        (
            r"(?:close|cancel|terminate|deactivate) (?:down )?(?:my|the|this|our) (?:\w+ )?(?:account"
            r"|profile|membership)"
        ),
        (
            r"\b(?:wipe|purge|destroy|get rid of|take down|scrub)\b[^.?!]{0,30}\b(?:my|me|everything"
            r"|all|data|profile|account)\b"
        ),
        r"\bforget (?:me|about me|everything)\b",
        (
            r"(?:data|information|account|profile|records?|details)\b[^.?!]{0,30}\b(?:removed|wiped"
            r"|destroyed|gone)\b"
        ),
        r"no longer (?:keep|store|hold|have) (?:my|any)",
        r"\b(?:apag|elimin|remov|exclu)\w*[^.?!]{0,25}\b(?:meus?|minhas?|conta|tudo)\b",
        r"encerr\w+ (?:a )?(?:minha )?conta",
        r"\b(?:borr|elimin|suprim)\w*[^.?!]{0,25}\b(?:mis?|cuenta|todo)\b",
        r"(?:cerrar|cancelar|cierren|den de baja) mi cuenta",
        r"\b(?:ge)?losch\w*|\bentfern\w*[^.?!]{0,30}\b(?:mein|alle)|\b(?:mein|alle)\w*[^.?!]{0,30}\bentfern",
        r"\b(?:effac|supprim)\w*|(?:fermer|cloturer) mon compte|droit a l.oubli",
        _article(17),
        r"right to be forgotten",
        r"\bloschung|\bloschen",
        r"suppression|supprimer",
        r"eliminacion|suprim|borr(?:ar|ado)",
        r"cancellazione|cancellate",
        r"verwijder",
        r"apagamento|apagu?e|exclu(?:ir|sao)",
        r"vymaz",
        r"brisanj|izbris",
        r"διαγραφη",
        r"sterge",
        r"radera",
    ),
    RequestKind.correction: (
        r"\b(?:spell?ed|spelt|wrote|written|entered)\b[^.?!]{0,40}\b(?:incorrectly|wrong\w*|badly)",
        (
            r"\b(?:number|address|name|e-?mail|birth\w*|company)\b[^.?!]{0,30}"
            r"\b(?:out of date|ha(?:s|ve) changed|is old)\b"
        ),
        r"\berreur dans (?:mon|ma|mes)\b|\berror en mis?\b",
        r"\berro (?:no|na|nos|nas) (?:meu|minha)|\bfehler in mein",
        (
            r"\b(?:fix|amend|update|change|edit|correct|replace)\b (?:my|the|our) (?:\w+ ){0,3}?(?:name"
            r"|surname|address|data|details|information|info|e-?mail|phone|number|birth\w*|birthday"
            r"|records?|profile|entry|spelling|company|country)\b"
        ),
        (
            r"\b(?:incorrect|not correct|not right|out of date|typo|mistake|error"
            r"|outdated)\b[^.?!]{0,40}\b(?:my|name|address|data|details|records?|profile|number)\b"
        ),
        (
            r"\bmy (?:\w+ ){1,3}(?:is|are|has been|was)\b[^.?!]{0,20}\b(?:incorrect|not correct|out of"
            r" date|spell?ed|spelt|changed)\b"
        ),
        r"\b(?:corrij|corrig)\w+|\bcorrecao\b|(?:atualiz|alter)\w+ (?:o |a |os |as )?(?:meu|minha)",
        r"\b(?:esta|estao|foi) (?:mal )?(?:errad|incorret|desatualizad|escrit)\w+",
        r"\bcorreg\w+",
        r"\bcorrij\w+",
        r"\bcorreccion\b",
        r"(?:actualic|actualiz|modifi|cambi)\w+ mis?\b",
        r"mal escrit",
        r"es incorrect",
        r"\bkorrigier|\bkorrektur|(?:andern|aktualisier|korrigier)\w*[^.?!]{0,20}\bmeine?",
        r"\bmein\w*[^.?!]{0,30}\b(?:falsch|veraltet|geandert|nicht richtig)",
        r"\bcorrig\w+",
        r"(?:modifier|mettre a jour|changer) (?:mon|ma|mes)",
        r"(?:erronee?s?|incorrecte?s?|mal orthographie)\b",
        _article(16),
        r"rectif",
        r"\bcorrect(?:ion|ing)?\b(?! (?:answer|me))",
        r"(?:wrong|inaccurate|outdated|misspel\w+)\b",
        r"(?:update|change) my (?:name|address|data|details|e-?mail|phone)",
        r"berichtig",
        r"retific",
        r"rettific",
        r"\boprav",
        r"ispravlj|ispravak",
        r"διορθω",
        r"rattelse",
    ),
    RequestKind.opt_out: (
        r"(?:no longer|not) (?:want|wish|like) to (?:receive|get|hear)",
        (
            r"(?:do not|don.t|never|not) (?:\w+ )?(?:want|wish|like|care|need) (?:to )?(?:receive|get"
            r"|hear|any|your|these|more)[^.?!]{0,40}"
        ),
        r"(?:do not|don.t|never) (?:e-?mail|mail|contact|write to|call|message|send|text) (?:me|us)",
        (
            r"stop (?:the |these |those |your |all |with )*(?:\w+ )?(?:e-?mails?|mails|newsletters?"
            r"|spam\w*|marketing|ads|advert\w*|promotion\w*|offers)"
        ),
        (
            r"remove (?:me|my (?:name|address|e-?mail)(?: address)?) from (?:your |the |this |any |all"
            r" )*(?:\w+ )?(?:mail|list|news|e-?mail|distrib|subscri)"
        ),
        r"\boff (?:your|the|this) (?:\w+ )?(?:list|newsletter)",
        r"cancel (?:my|the|this) (?:\w+ )?(?:subscription|newsletter)",
        (
            r"(?:cancelar|anular)\b[^.?!]{0,20}\b(?:inscricao|assinatura|subscricao|suscripcion"
            r"|newsletter|boletin)"
        ),
        r"descadastr",
        r"nao (?:quero|desejo|pretendo) (?:mais )?receber|parem? de (?:me )?enviar|da (?:vossa|sua) lista",
        r"no (?:quiero|deseo) (?:recibir|mas|que me)",
        r"dejen? de (?:enviar|mandar|escribir)",
        r"no me (?:envien|manden|escriban)",
        r"de su lista",
        r"\bkeine? (?:\w+ )?(?:werb\w*|newsletter|e-?mails?|mails|angebote)",
        r"nicht mehr (?:\w+ )?(?:erhalten|bekommen|anschreiben)",
        r"newsletter[^.?!]{0,20}(?:kundig|stopp)",
        r"aus (?:ihrem|dem|ihrer) (?:verteiler|liste)",
        r"(?:ne|n.)[^.?!]{0,20}\bplus\b[^.?!]{0,30}\b(?:recevoir|m.envoy|envoy|m.ecri)",
        r"arret(?:ez|er) (?:de|d.|vos|les|la)",
        r"de votre liste",
        r"unsubscri",
        r"opt(?:ing|ed)?[ -]?out",
        r"no (?:more|longer)\b.{0,40}(?:mail|newsletter|advert|offer)",
        r"stop (?:sending|mailing|e-?mailing|contacting|the newsletter)",
        r"take me off",
        r"\babmeld|\babbestell",
        r"desabonn|desinscri",
        r"(?:dar|den|denn?)me de baja|me den? de baja",
        r"disiscri",
        r"uitschrijv|afmelden",
        r"odhlasit",
        r"dezabon",
    ),
    RequestKind.objection: (
        _article(21),
        r"\bobject(?:ing|ion)?\b (?:to|against)",
        r"widerspruch|widerspreche",
        r"m.oppose|opposer",
        r"me opongo",
        r"mi oppongo",
        r"\bbezwaar",
        r"namitku",
        r"\bprotivim",
        r"\boponho",
        r"αντιτασσομαι|εναντιων",
    ),
    RequestKind.other: (
        r"(?:complain[st]?\b|beschwerde\w*|\bstiznost|καταγγελι|\breclam|plainte|\bklacht|prituzb|klagomal)",
        r"reminder|admonition|i sent you a request|habe ich ihnen|zaslal|εστειλα|envoye une|envie una",
        r"ho inviato|heb ik (?:u|een)|enviei|poslao|skickade",
    ),
}


HELD = (
    (
        rf"(?:data|information|info|details|records?|what|everything) (?:that |which )?(?:you|do you"
        rf"|your \w+|the site) (?:still )?{KEEP}"
    ),
    rf"{KEEP} (?:\w+ ){{0,3}}(?:about|on) me",
    r"(?:held|stored|kept|on file|saved|recorded) (?:about|on|for|of) me",
    r"(?:data|information|info|details|records?) (?:about|on|concerning|relating to|of) me",
    r"(?:dados|informacoes) (?:\w+ )?que (?:voces |o site )?(?:tem|possuem|guardam|conservam)|sobre mim",
    r"(?:datos|informacion) (?:\w+ )?que (?:tienen|poseen|guardan|conservan)|sobre mi\b",
    r"gespeicherte\w* (?:\w+ )?daten|daten,? (?:die|welche) sie|uber mich (?:gespeichert|haben)",
    r"(?:donnees|informations) (?:\w+ )?que vous|(?:me concernant|sur moi|a mon sujet)",
)
"""Words that only name what the site holds: a request for a copy unless their sentence has another wish."""
