"""How other programs and people call fields in the headings of files, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

# Compared folded and without blanks, so `CustomerID`, « Customer id » and `customer_id` are one.
_ADDRESS = {
    "address1": "address|adresse|street|rue|address line 1|adresse ligne 1|adresse 1|address 1"
    "|street address|business street|rue bureau",
    "address2": "address line 2|adresse ligne 2|adresse 2|address 2|street 2|suite|apt"
    "|business street 2|rue bureau 2|complement d'adresse",
    "city": "city|ville|town|municipalité|municipality|localité|business city|ville bureau",
    "province": "province|region|région|state|état|state province|province state|province état"
    "|business state|dép région bureau|département",
    "country": "country|pays|business country|business country region|country region"
    "|pays région bureau",
    "postal_code": "postal code|code postal|code p|postal c|postcode|zip|zip code|cp"
    "|business postal code|code postal bureau",
    "phone": "phone|téléphone|tel|tél|telephone|phone number|numéro de téléphone|business phone"
    "|work phone|office phone|téléphone bureau",
    "fax": "fax|télécopieur|téléc|télécopie|fax number|business fax|télécopie bureau"
    "|no de télécopieur",
    "email": "email|e-mail|courriel|mail|e mail|email address|adresse courriel|adresse électronique"
    "|adresse de messagerie|e-mail address|adresse e-mail|électronique",
    "language": "language|langue|lang|langue de correspondance",
    "remarks": "remarks|remarques|remark|remarque|notes|note|comments|commentaires|comment"
    "|commentaire",
    "active": "active|actif|activé|enabled",
}

_OPTED_OUT = (
    "opted out|opted out on|désabonné|désabonné le|opt out date|retrait|opt out|email opt out"
    "|has opted out of email|unsubscribed|do not email|désinscrit|désinscrit le"
)

PARTY = {
    "kind": "kind|type de partie|genre|sorte",
    "code": "code|customer id|supplier id|vendor id|prospect id|customer code|supplier code"
    "|vendor code|customer number|supplier number|customer no|account number|account code"
    "|code client|code fournisseur|code prospect|code groupe|numéro client|numéro de client"
    "|no client|no de client|numéro de fournisseur|no fournisseur|numéro de compte",
    "name": "name|nom|company name|company|compagnie|société|entreprise|raison sociale"
    "|nom de l'entreprise|nom de la compagnie|nom société|nom du client|nom client"
    "|nom du fournisseur|organization|organisation|organization name|customer name"
    "|supplier name|vendor name|customer|client|supplier|fournisseur|account name",
    **_ADDRESS,
    "web": "web|website|web site|site|site web|site internet|homepage|home page|url|web page"
    "|page web",
    "grouping": "grouping|regroupement|regroup|type de regroupement",
    "salesperson": "salesperson|salesp|vendeur|représentant|sales rep|account manager|owner",
    "contact.full_name": "contact name|contact|nom du contact|nom contact|personne ressource"
    "|personne contact|contact person|primary contact|contact principal",
    "contact.first_name": "first name|prénom|given name|contact first name|prénom du contact"
    "|prénom contact",
    "contact.last_name": "last name|nom de famille|family name|surname|contact last name"
    "|nom de famille du contact",
    "contact.job_title": "contact title|job title|titre du contact|fonction|fonction du contact",
    "contact.opted_out": _OPTED_OUT,
    "contact.phone": "contact phone|téléphone du contact|tél contact|téléphone contact",
    "contact.salutation": "salutation|civilité|name prefix|courtesy title",
    "contact.mobile": "contact mobile|cellulaire du contact|mobile du contact|mobile|cellulaire"
    "|cell|cell phone|mobile phone|tél mobile|téléphone mobile",
    "contact.birth_date": "birthday|birth date|date of birth|birthdate|date de naissance"
    "|anniversaire",
    "contact.email": "contact email|contact e-mail|courriel du contact|courriel contact",
}

CONTACT = {
    "party": "party|party code|company|company name|compagnie|société|entreprise|organization"
    "|organisation|organization name|organization 1 name|nom de l'entreprise|raison sociale"
    "|code client|customer id|customer code|client|customer|fournisseur|supplier|supplier id"
    "|partie|account|account name|compte",
    "party_kind": "party kind|kind|type de partie|genre",
    "party_name": "party name|nom du tiers|nom de la partie",
    "full_name": "full name|name|nom complet|contact name|nom|contact|nom du contact|display name",
    "salutation": "salutation|civilité|titre de civilité|name prefix|prefix|prefixe|courtesy title"
    "|appellation",
    "first_name": "first name|prénom|given name|first|contact first name",
    "last_name": "last name|nom de famille|family name|surname|last|contact last name",
    "job_title": "job title|titre du poste|titre|title|fonction|contact title|position"
    "|organization title|organization 1 title",
    "department": "department|service|département|dept|organization department"
    "|organization 1 department",
    **_ADDRESS,
    "extension": "extension|ext|poste|poste téléphonique",
    "mobile": "mobile|cellulaire|cell|cell phone|mobile phone|tél mobile|téléphone mobile|portable"
    "|téléphone cellulaire",
    "birth_date": "birth date|birth|birthday|birthdate|date of birth|date de naissance|naissance"
    "|anniversaire",
    "anniversary": "anniversary|date d'anniversaire|anniversary date"
    "|anniversaire de mariage ou fête|anniversaire de mariage",
    "groupings": "groupings|regroupements|grouping|regroupement|regroup|type de regroupement"
    "|types de regroupement",
    "payable": "payable|comptes à payer|accounts payable|contact comptes à payer",
    "payable_rank": "payable rank|rang comptes à payer|accounts payable rank"
    "|comptes à payer rang|rang des comptes à payer",
    "purchasing": "purchasing|achats|purchases",
    "purchasing_rank": "purchasing rank|rang achats|achats rang|rang des achats",
    "in_mailing": "in mailing|inclure dans le publipostage|include in mailings"
    "|inclure dans les publipostages|publipostage"
    "|inclure au publipostage|mailing|postage",
    "opted_out": _OPTED_OUT,
    "opted_out_reason": "opted out reason|reason|raison|opt out reason|raison du désabonnement"
    "|motif du désabonnement|raison du retrait",
}

NOTE = {
    "contact": "contact|contact id|contact number|numéro du contact",
    "party": CONTACT["party"],
    "party_kind": CONTACT["party_kind"],
    "full_name": "full name|contact name|nom complet|nom du contact|name|nom",
    "first_name": CONTACT["first_name"],
    "last_name": CONTACT["last_name"],
    "email": _ADDRESS["email"],
    "subject": "subject|sujet|objet|title|titre",
    "detail": "detail|détail|détails|details|text|texte|note|notes|description|body",
    "date": "date|note date|date de la note",
    "remind_on": "remind on|reminder|reminder date|date de rappel|rappel",
    "snoozed_to": "snoozed to|reporté au|rappel reporté au",
    "reminder_state": "reminder state|state|état|état du rappel|reminder status",
    "author": "author|auteur|user|utilisateur",
}

ACTIVITY = {
    "contact": f"{NOTE['contact']}|no du contact|no contact",
    "party": CONTACT["party"],
    "party_kind": CONTACT["party_kind"],
    "party_name": CONTACT["party_name"],
    "full_name": "full name|contact name|nom complet|nom du contact|name|nom",
    "first_name": CONTACT["first_name"],
    "last_name": CONTACT["last_name"],
    "email": f"{_ADDRESS['email']}|contact email|contact e-mail|courriel du contact",
    "type": "type|activity type|type d'activité|genre d'activité",
    "priority": "priority|priorité|importance",
    "subject": "subject|sujet|objet|title|titre|summary|résumé|event|événement|activity|activité",
    "detail": "detail|détail|détails|details|description|text|texte|notes|note|remarques|body",
    "location": "location|lieu|emplacement|endroit|where|où|place",
    "start": "start|début|starts|begin|begins|dtstart|start date time|start datetime"
    "|date et heure de début|début le",
    "start_date": "start date|date de début|date début|date|jour|day|begin date",
    "start_time": "start time|heure de début|heure début|heure|time|hour|begin time",
    "end": "end|fin|ends|finish|dtend|end date time|end datetime|date et heure de fin",
    "end_date": "end date|date de fin|date fin",
    "end_time": "end time|heure de fin|heure fin",
    "duration": "duration|durée|length|minutes|duration minutes|durée minutes",
    "all_day": "all day|all day event|journée|journée entière|toute la journée"
    "|jour entier|événement d'une journée",
    "public": "public|publique",
    "private": "private|privé|privée",
    "status": "status|statut|état|state",
    "completion_note": "completion note|note de complétion|note d'achèvement|résultat|result"
    "|outcome|compte rendu",
    "completed_on": "completed on|complétée le|complété le|faite le|fait le"
    "|date completed|date de complétion|terminée le",
    "completed_by": "completed by|complétée par|complété par|faite par|fait par|terminée par",
    "owner": "owner|propriétaire|responsable|assigned to|assignée à|assigné à|user|utilisateur",
    "rrule": "rrule|recurrence|récurrence|périodicité|repeat|répétition|recurrence rule"
    "|règle de récurrence",
}

# A name in any language is in the language of the company; what is discontinued is not active.
ITEM = {
    "code": "code|item|item code|item id|item no|item number|product id|product code|product no"
    "|product number|sku|part number|part no|article id|code article|code d'article|code produit"
    "|code de produit|numéro d'article|no d'article|numéro de produit|no de produit",
    "description": "description|name|nom|product name|item name|product|produit|article|title"
    "|titre|désignation|libellé|nom du produit|nom de l'article|item description"
    "|product description|description du produit",
    "description_fr": "description fr|description française|french description|désignation fr"
    "|nom français|french name|product name fr",
    "description_en": "description en|description anglaise|english description|désignation en"
    "|nom anglais|english name|product name en",
    "unit": "unit|unité|uom|unit of measure|unité de mesure|unit code|unité de vente",
    "price": "price|prix|unit price|prix unitaire|list price|sale price|sales price|selling price"
    "|prix de vente|prix de liste|tarif|rate",
    "taxable": "taxable|taxed|taxes|imposable",
    "active": _ADDRESS["active"],
    "packaging": "packaging|quantity per unit|quantité par unité|conditionnement|emballage|format",
    "discontinued": "discontinued|discontinué|inactive|inactif|abandonné|retiré|obsolete|obsolète",
}

# The columns of a file that has a row for each line of a sale.
_LINE = {
    "item": "item|item code|item id|item no|item number|product|product id|product code"
    "|product no|sku|part number|article|produit|code article|code d'article|code produit"
    "|code de produit|numéro d'article|no d'article|product name|nom du produit|item name",
    "quantity": "quantity|quantité|qty|qté|quantity ordered|quantité commandée|nombre",
    "unit": "unit|unité|uom|unit of measure|unité de mesure",
    "unit_price": "unit price|prix unitaire|price|prix|unit cost|rate|tarif|prix de vente",
    "discount": "discount|remise|rabais|escompte|réduction|line discount|discount rate"
    "|taux de remise",
    "discount_percent": "discount percent|discount percentage|discount pct|remise pourcentage"
    "|pourcentage de remise|pourcentage de rabais",
    "discount_fraction": "discount fraction|fraction de remise",
    "taxable": "taxable|taxed|imposable",
}

OPPORTUNITY = {
    "contact": "contact|contact id|contact number|numéro du contact|no du contact|no contact",
    "party": CONTACT["party"],
    "party_kind": CONTACT["party_kind"],
    "party_name": CONTACT["party_name"],
    "full_name": "full name|contact name|nom complet|nom du contact",
    "first_name": CONTACT["first_name"],
    "last_name": CONTACT["last_name"],
    "email": f"{_ADDRESS['email']}|contact email|contact e-mail|courriel du contact",
    "description": "description|name|nom|opportunity|opportunité|opportunity name|deal|deal name"
    "|affaire|subject|sujet|objet|title|titre|topic",
    "stage": "stage|stade|étape|sales stage|deal stage|pipeline stage|phase",
    "probability": "probability|probabilité|probability percent|chance|confidence",
    "opened_on": "opened on|opened|open date|created|created on|create date|created date"
    "|date created|ouverte le|date d'ouverture|créée le|date de création",
    "closes_on": "closes on|close date|closing date|expected close|expected close date|est close"
    "|estimated close|estimated close date|fermeture estimée|date de fermeture|clôture"
    "|date de clôture|fermeture prévue|clôture prévue|date de clôture prévue|échéance",
    "status": "status|statut|état|state",
    "lost_reason": "lost reason|reason lost|reason|raison|raison de la perte|motif de la perte"
    "|loss reason",
    "closed_on": "closed on|closed|close le|fermée le|date closed|closed date",
    "owner": "owner|propriétaire|responsable|salesperson|vendeur|représentant|sales rep"
    "|assigned to|assignée à",
    "note": "note|notes|remarks|remarque|remarques|comments|commentaires|detail|détail",
    "amount": "amount|montant|value|valeur|deal value|total|estimated value|valeur estimée",
    "weighted": "weighted|pondéré|weighted amount|montant pondéré",
    "lines": "lines|lignes|line items",
    **_LINE,
    "line_description": "line description|item description|description de la ligne"
    "|description de l'article|product description|désignation",
    "line_amount": "line amount|line total|montant de la ligne|extended price",
}

QUOTE = {
    "number": "number|numéro",
    "reference": "reference|référence|ref|réf|order id|order no|order number|order|commande"
    "|numéro de commande|no de commande|po|po number|purchase order|bon de commande"
    "|quote number|quote no|quote id|quotation number|numéro de soumission|no de soumission"
    "|invoice number|invoice no|invoice|facture|numéro de facture|document|document number"
    "|customer reference|votre référence|numéro de document",
    "bill_to": f"bill to|facturé à|sold to|vendu à|{CONTACT['party']}|customer name|nom du client",
    "bill_to_kind": "bill to kind|party kind|kind|type de partie|genre|sorte",
    "contact": OPPORTUNITY["contact"],
    "full_name": OPPORTUNITY["full_name"],
    "first_name": CONTACT["first_name"],
    "last_name": CONTACT["last_name"],
    "email": OPPORTUNITY["email"],
    "date": "date|quote date|order date|quotation date|invoice date|date de la soumission"
    "|date de commande|date de la commande|date de facture|created|created on|créée le",
    "valid_until": "valid until|valable jusqu'au|valide jusqu'au|valid to|expires|expires on"
    "|expiry date|expiration date|date d'expiration|échéance|required date|date requise|due date",
    "salesperson": "salesperson|vendeur|représentant|sales rep|owner|responsable",
    "terms": "terms|conditions|modalités|termes|payment terms|conditions de paiement",
    "status": OPPORTUNITY["status"],
    "lost_reason": OPPORTUNITY["lost_reason"],
    "closed_on": "closed on|close le|fermée le|closed date|date closed|shipped date|ship date"
    "|shipped|date d'expédition|expédiée le",
    "opportunity": "opportunity|opportunité|opportunity id",
    "revises": "revises|remplace|révise",
    "note": OPPORTUNITY["note"],
    "subtotal": "subtotal|sous total|net total",
    "taxes": "taxes|tax|taxe|tax total|total tax",
    "total": "total|grand total|montant total|total amount",
    "tax_lines": "tax lines|each tax|détail des taxes",
    "lines": OPPORTUNITY["lines"],
    **_LINE,
    "description": "description|line description|item description|product description"
    "|désignation|libellé|description de la ligne",
    "amount": "amount|montant|line amount|line total|extended price|montant de la ligne",
}

# Columns of address books beside those of fields: what each is of, for which place, which part.
BOOK_COLUMNS = {
    "name.middle.value": "middle name|deuxième prénom|additional name|2e prénom",
    "name.suffix.value": "name suffix|suffix|suffixe",
    "name.nick.value": "nickname|surnom",
    "name.file.value": "file as|classer sous",
    "phone.business2.value": "business phone 2|téléphone 2 bureau",
    "phone.main.value": "company main phone|primary phone|téléphone société|téléphone principal",
    "phone.home.value": "home phone|téléphone domicile|téléphone maison",
    "phone.home2.value": "home phone 2|téléphone 2 domicile",
    "phone.other.value": "other phone|autre téléphone",
    "phone.car.value": "car phone|téléphone voiture",
    "phone.assistant.value": "assistant's phone|téléphone de l'assistant(e)",
    "phone.fax home.value": "home fax|télécopie domicile",
    "phone.fax other.value": "other fax|télécopie autre",
    "phone.pager.value": "pager|récepteur de radiomessagerie|téléavertisseur",
    "email.2.value": "e-mail 2 address|adresse de messagerie 2",
    "email.3.value": "e-mail 3 address|adresse de messagerie 3",
    **{
        f"address.{place}.{part}": "|".join(words)
        for place, of in (("home", "domicile"), ("other", "autre"))
        for part, words in {
            "street": (f"{place} street", f"rue {of}"),
            "more": (f"{place} street 2", f"rue {of} 2"),
            "city": (f"{place} city", f"ville {of}"),
            "region": (f"{place} state", f"dép région {of}"),
            "postal": (f"{place} postal code", f"code postal {of}"),
            "country": (f"{place} country region", f"{place} country", f"pays région {of}"),
        }.items()
    },
    "labels.groups.value": "labels|group membership|categories|catégories",
    "website.web.value": "web page|page web",
}

_BY_ENTITY = {
    "contact": CONTACT,
    "note": NOTE,
    "activity": ACTIVITY,
    "item": ITEM,
    "opportunity": OPPORTUNITY,
    "quote": QUOTE,
}


def synonyms_of(entity: str) -> Mapping[str, str]:
    """What the headings of each field of an entity may be, set apart by bars."""
    return _BY_ENTITY.get(entity, PARTY)
