"""Qualifications in the European Learning Model (version 3, its profile for qualifications), as JSON-LD and as XML.

What we say there is what a frame says, and no more. An *accreditation* in that model is a decision of a quality
assurance agency about a school or a programme; the two signatures under a description are none, they stand under
a comparison. So no accreditation is told here, nor who may award the diploma: no register has told us that.
"""
