"""Titles as schools write them: what the expectations of finding are measured on."""

TITLES = """
Basisverpleegkunde
Elektromechanica
Elektro-mechanica
Zorgkundige
Lassen-constructie
Lasser-monteerder
Industriële ICT
Data- en netwerkbeheer
Applicatie- en databeheer
Mechatronica
Scheepsbouwkundig onderwerpen
Maritieme technologie
Verzorgende IG
Gezins- en thuiszorgmedewerker
Jeugd- en gehandicaptenzorg
Koeltechnische installaties
Elektrische installaties dual
Vrachtwagenchauffeur
Procesoperator chemie
Windturbinetechnicus
Houtbewerking en interieurinrichting
Carrosserie en autotechnologie
Apothekersassistent
Doktersassistente
Tandartsassistente
Mécanique automobile
Électricité industrielle
Soins infirmiers
Aide-soignante
Soudeur industriel
Welding and construction
Practical nursing
Software development
Precision mechanics
Network administration
""".strip().splitlines()
