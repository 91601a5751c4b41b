"""What is said and done with English-speaking customers.

A saying is its kind, who got in touch ("in", "out" or nothing), and the words. `{contact}` is whom we
spoke to, `{product}` what it was about, `{count}` how many, `{city}` where, `{day}` a day of the week.
"""

from __future__ import annotations

SAYINGS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "first": (
        ("call", "out", "First call with {contact}. They are unhappy with their current machine and open to a visit."),
        ("email", "in", "Enquiry through the website: {contact} asks about {product} and delivery to {city}."),
        ("call", "in", "{contact} rang after seeing us at a neighbour's. Interested in {product}, wants figures."),
        ("meeting", "", "Met {contact} at the hospitality fair. Left a brochure for {product}; to call back on {day}."),
    ),
    "visit": (
        ("visit", "out", "Site visit in {city}. Good water pressure, a free 16 A socket, room for {count} machines."),
        ("visit", "out", "Looked at the kitchen with {contact}. The water is very hard here: they will need a softener."),
        ("visit", "out", "Walked through both floors with {contact}. About eighty cups a day, mostly before ten."),
    ),
    "demo": (
        ("meeting", "", "Tasting with {contact} and four colleagues: {product} beat the old machine hands down."),
        ("meeting", "", "Demonstrated {product} in our showroom. They liked how quiet it is; worried about cleaning."),
        ("visit", "out", "Left {product} on trial for two weeks. {contact} collects what people think of it."),
    ),
    "offer": (
        ("email", "out", "Sent the offer for {count} × {product}, with installation and a year of maintenance."),
        ("email", "out", "Revised offer: {count} × {product}, grinder left out as {contact} asked."),
        ("call", "out", "Went through the offer with {contact} line by line. Decision expected after the {day} meeting."),
    ),
    "haggle": (
        ("call", "in", "{contact} has a cheaper quote and wants ten per cent off. Offered free delivery instead."),
        ("call", "out", "{contact} would rather pay in two instalments. Fine with us from this amount on."),
        ("meeting", "", "Negotiated with {contact}: price stands, we add a barista workshop for the team."),
        ("email", "in", "Purchasing wants our terms of warranty in writing before they sign."),
    ),
    "won": (
        ("call", "in", "{contact} said yes on the phone. Installation wished for the week after next."),
        ("email", "in", "Signed order received from {contact}. They mentioned our answer within the hour as a reason."),
        ("note", "", "Won against two others: not the cheapest, but the only ones who measured the water."),
    ),
    "lost": (
        ("call", "out", "{contact} told me they went another way. No hard feelings; to ask again next year."),
        ("email", "in", "Polite refusal from {contact}. The budget was cut above their head."),
        ("note", "", "Lost. We took nine days to answer the second question; the other firm took one."),
    ),
    "stalled": (
        ("call", "out", "No answer for the third time. Left a message for {contact}."),
        ("call", "out", "{contact} says the move to the new office is delayed, and everything with it."),
        ("email", "out", "Asked {contact} whether the offer for {product} is still of interest."),
    ),
    "installed": (
        ("visit", "out", "Installed {count} × {product}. Showed {contact} and two others how to clean it every evening."),
        ("call", "out", "A week after installation: all well, {contact} asks for a second key to the water tap."),
        ("visit", "out", "Hand-over done in {city}. The step at the back door nearly cost us the machine: mind it next time."),
    ),
    "service": (
        ("call", "in", "The machine drips at the left group. Told {contact} how to change the seal; it worked."),
        ("call", "in", "{contact} reports that the water tastes of chlorine: cartridge is four months overdue. Sending one."),
        ("visit", "out", "Yearly maintenance: seals and pump valve changed, pressure set to nine bar."),
        ("email", "in", "{contact} asks for the cleaning instructions again, for two new colleagues."),
    ),
    "reorder": (
        ("email", "in", "Usual order from {contact}, plus a bag of the single origin to try."),
        ("call", "out", "Reminded {contact} of the cartridges. Ordered at once."),
        ("call", "in", "{contact} ran out of coffee a week early: more people are back in the office."),
    ),
    "late": (
        ("email", "out", "Friendly reminder: our invoice is two weeks overdue."),
        ("call", "out", "Accounts there never got the invoice. Sent it again, {contact} promises payment by {day}."),
    ),
    "contented": (
        ("call", "out", "Half-year call: {contact} is happy, the coffee is now mentioned in their job adverts."),
        ("visit", "out", "Dropped in while in {city}. They think of a second machine for the warehouse."),
        ("note", "", "{contact} would be glad to speak as a reference for {product}."),
        ("meeting", "", "Yearly review: consumption up a fifth. Prefers one delivery a month to two."),
    ),
    "fading": (
        ("call", "out", "Nothing ordered for months. {contact} now buys coffee at the supermarket, \"for the time being\"."),
        ("email", "out", "Asked {contact} whether anything is wrong. No reply so far."),
    ),
    "private": (
        ("email", "in", "Asks whether {product} fits under a wall cupboard. It does, with two centimetres to spare."),
        ("call", "in", "Wants to know how often the cartridge has to be changed with the water of {city}."),
        ("email", "in", "Very pleased with the quick delivery, and with the handwritten card in the box."),
        ("visit", "in", "Came to the showroom on {day} and tried three coffees. Took a bag of the blend home."),
    ),
    "vendor": (
        ("call", "out", "Delivery of pumps slips by two weeks. {contact} offers air freight at their cost."),
        ("meeting", "", "Price talk with {contact}: two per cent more from January, cartridges unchanged."),
        ("visit", "in", "{contact} showed the new gasket material. To be tested on ten machines."),
    ),
    "partner": (
        ("meeting", "", "Quarterly meeting with {contact}: three leads handed over, one became an order."),
        ("call", "in", "{contact} has an installation in {city} and asks whether we can lend a technician."),
    ),
}  # fmt: skip

NEXT_STEPS = {
    "Prospecting": ("Call and ask about their needs", "Send the brochure", "Find out who decides"),
    "Engaging": ("Agree on a day for the tasting", "Visit the site and measure the water", "Bring the trial machine"),
    "Proposal": ("Ask what they think of the offer", "Send the revised offer", "Go through the offer together"),
    "Negotiation": ("Get the signature", "Settle the terms of payment", "Call the purchasing department"),
    "Due": ("Call about the renewal",),
    "Offered": ("Ask for the signed contract",),
}
ABOUT = (
    "Prefers calls before nine.", "Back entrance, ring twice.", "Likes to be invoiced at the end of the month.",
    "Very hard water in the whole street.", "Decisions are made by the owner's sister.",
    "Closed on Mondays.", "Asks for oat milk every time.",
)  # fmt: skip
NOBODY = "the manager"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
