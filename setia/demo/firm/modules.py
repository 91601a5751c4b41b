"""The service modules of which offers are composed, what each of them serves, and how they fit together."""

from __future__ import annotations

from dataclasses import dataclass, field

SPEED, TASTE, ITSELF, COSTS, HELP, WASTE, WATER, SKILL, STOCK, MONEY = range(10)
"""Kinds of needs, in the order of `catalog.NEED_KINDS`."""


@dataclass(frozen=True)
class Module:
    """Price and what is bought for it in euros, hours of our own people; a year unless it is done once."""

    reference: str
    name: str
    category: str
    price: int
    cost: int
    hours: float
    serves: dict[int, int] = field(default_factory=dict)
    unit: str = "year"
    capacity: int = 0
    at_most: int = 0
    is_standard: bool = True


def once(reference: str, name: str, category: str, price: int, cost: int, hours: float,
         serves: dict[int, int], **more: int | bool) -> Module:  # fmt: skip
    return Module(reference, name, category, price, cost, hours, serves, unit="piece", **more)  # type: ignore[arg-type]


PUT, RENT, FLOW, CARE = "Installing", "Machines on rent", "Water service", "Care plans"
AID, BEANS, TEACH, BILL = "Help", "Coffee service", "Training", "Billing"

MODULES = {
    module.reference: module
    for module in (
        once("MO-101", "Survey of the site", PUT, 160, 20, 2, {SPEED: 3, WATER: 3}, at_most=5),
        once("MO-102", "Installation by day", PUT, 260, 30, 3, {SPEED: 2}),
        once("MO-103", "Installation at night", PUT, 420, 40, 4, {SPEED: 3}, is_standard=False),
        once("MO-104", "Water connection", PUT, 190, 45, 2, {WATER: 4}),
        once("MO-105", "Counter built in", PUT, 980, 520, 6, {SPEED: 5}, at_most=2, is_standard=False),
        once("MO-106", "Old machine taken away", PUT, 140, 15, 1.5, {WASTE: 4}),
        Module("MO-201", "Office machine on rent", RENT, 1_548, 744, 2, {MONEY: 9, SPEED: 5}, capacity=100),
        Module("MO-202", "Second brewing group", RENT, 468, 230, 0.5, {SPEED: 8}, at_most=2),
        Module("MO-203", "Fast grinder", RENT, 552, 280, 0.5, {SPEED: 6, TASTE: 4}),
        Module("MO-204", "Milk system", RENT, 696, 350, 1, {SPEED: 4, TASTE: 3}),
        Module("MO-205", "Station for self-service", RENT, 2_880, 1_450, 4, {SPEED: 9, MONEY: 6}, capacity=300),
        Module("MO-206", "Thirty more people at the machine", RENT, 120, 40, 0.5, {SPEED: 5}),
        once("MO-301", "Water analysed", FLOW, 120, 40, 1, {WATER: 5, TASTE: 4}, at_most=10),
        Module("MO-302", "Softener on rent", FLOW, 948, 456, 1, {WATER: 9, TASTE: 6, ITSELF: 3}),
        Module("MO-303", "Cartridges changed for you", FLOW, 348, 140, 3, {ITSELF: 6, WATER: 5, STOCK: 4}),
        Module("MO-304", "Fountain on rent", FLOW, 816, 390, 1, {WASTE: 8, WATER: 7, MONEY: 4}),
        once("MO-305", "One water profile for all branches", FLOW, 350, 20, 5, {TASTE: 10, WATER: 4}),
        Module("MO-401", "Care plan basic", CARE, 468, 60, 4, {ITSELF: 5, HELP: 3}, at_most=1),
        Module("MO-402", "Care plan plus", CARE, 828, 90, 7, {ITSELF: 7, HELP: 5}, at_most=1),
        Module("MO-403", "Care plan complete", CARE, 1_428, 150, 12, {ITSELF: 9, HELP: 7, COSTS: 4}, at_most=1),
        Module("MO-404", "Watched from afar", CARE, 228, 72, 0.5, {ITSELF: 8, HELP: 4}),
        once("MO-405", "Sensor kit", CARE, 180, 95, 0.5, {ITSELF: 4}),
        once("MO-406", "Gateway for sensors", CARE, 220, 120, 0.5, {}, capacity=8),
        Module("MO-407", "Cleaned by us every day", CARE, 3_720, 200, 60, {ITSELF: 10}, is_standard=False),
        Module("MO-501", "Repair within a day", AID, 588, 80, 4, {HELP: 8}, at_most=1),
        Module("MO-502", "Repair within four hours", AID, 1_428, 160, 9, {HELP: 10}, at_most=1),
        Module("MO-503", "Machine on loan meanwhile", AID, 420, 210, 1, {HELP: 7}),
        Module("MO-504", "Line for nights and weekends", AID, 708, 120, 6, {HELP: 6}, at_most=1, is_standard=False),
        Module("MO-601", "Coffee every month", BEANS, 1_152, 648, 1, {STOCK: 8, TASTE: 4}),
        Module("MO-602", "Ordered when it runs low", BEANS, 180, 36, 0.2, {STOCK: 10, ITSELF: 4}),
        once("MO-603", "A blend of your own", BEANS, 640, 120, 6, {TASTE: 8}, at_most=1, is_standard=False),
        Module("MO-604", "Organic and fairly paid", BEANS, 216, 130, 0, {WASTE: 3, TASTE: 2}),
        Module("MO-605", "Grounds taken back", BEANS, 288, 40, 4, {WASTE: 9}),
        once("MO-606", "Hundred cups to use again", BEANS, 210, 110, 0.5, {WASTE: 10, COSTS: 2}),
        once("MO-701", "Barista basics", TEACH, 390, 40, 4, {SKILL: 7, TASTE: 5}, at_most=4),
        once("MO-702", "Barista master day", TEACH, 690, 60, 8, {SKILL: 10, TASTE: 6}, at_most=4),
        once("MO-703", "Your own trainer trained", TEACH, 850, 60, 9, {SKILL: 9, TASTE: 5}, at_most=1),
        Module("MO-704", "Lessons on film", TEACH, 144, 24, 0, {SKILL: 5}),
        Module("MO-801", "One bill for all branches", BILL, 300, 20, 2, {COSTS: 9}, at_most=1),
        Module("MO-802", "A price per cup", BILL, 540, 60, 3, {COSTS: 7, MONEY: 8}, at_most=1),
        Module("MO-803", "Report on what was used", BILL, 120, 0, 2, {COSTS: 5}, at_most=1),
        Module("MO-804", "Cost centres on the bill", BILL, 180, 0, 1.5, {COSTS: 6}, at_most=1),
        Module("MO-805", "Prices fixed for two years", BILL, 360, 120, 0, {COSTS: 6, MONEY: 4}, at_most=1),
        Module("MO-901", "Somebody of your own", AID, 1_800, 60, 24, {HELP: 6, COSTS: 3}, at_most=1),
        Module("MO-902", "A visit every quarter", AID, 360, 60, 6, {HELP: 3, SKILL: 4}, at_most=1),
    )
}

RULES: tuple[tuple[str, str, str, str, str], ...] = (
    ("MO-102", "requires", "MO-101", "1", "Nobody installs what was not measured."),
    ("MO-103", "requires", "MO-101", "1", "Nobody installs what was not measured."),
    ("MO-103", "excludes", "MO-102", "1", "It is installed once."),
    ("MO-105", "requires", "MO-101", "1", ""),
    ("MO-202", "requires", "MO-201", "1", "It is screwed to the machine."),
    ("MO-203", "requires", "MO-201", "1", ""),
    ("MO-204", "requires", "MO-201", "1", ""),
    ("MO-205", "excludes", "MO-201", "1", "One counter has room for one of them."),
    ("MO-205", "requires", "MO-104", "1", "It needs water of its own."),
    ("MO-206", "uses", "MO-201", "30", "A machine makes a hundred cups a day."),
    ("MO-302", "requires", "MO-301", "1", "What is softened was measured."),
    ("MO-203", "uses", "MO-201", "10", "It draws on the same power."),
    ("MO-305", "requires", "MO-301", "2", "At least two branches are compared."),
    ("MO-402", "excludes", "MO-401", "1", "One care plan."),
    ("MO-403", "excludes", "MO-401", "1", "One care plan."),
    ("MO-403", "excludes", "MO-402", "1", "One care plan."),
    ("MO-404", "requires", "MO-405", "1", "Nothing is seen without sensors."),
    ("MO-405", "uses", "MO-406", "1", "A gateway takes eight."),
    ("MO-407", "excludes", "MO-403", "1", "It is part of it."),
    ("MO-502", "excludes", "MO-501", "1", "One promise of help."),
    ("MO-502", "requires", "MO-404", "1", "So quickly only who sees it coming."),
    ("MO-504", "requires", "MO-404", "1", ""),
    ("MO-602", "requires", "MO-601", "1", ""),
    ("MO-602", "requires", "MO-404", "1", "The machine counts."),
    ("MO-603", "requires", "MO-601", "1", ""),
    ("MO-604", "requires", "MO-601", "1", ""),
    ("MO-605", "requires", "MO-601", "1", "Whoever brings it takes it."),
    ("MO-702", "requires", "MO-701", "1", ""),
    ("MO-703", "requires", "MO-702", "1", ""),
    ("MO-802", "requires", "MO-404", "1", "Cups are counted."),
    ("MO-802", "excludes", "MO-803", "1", "It says so itself."),
    ("MO-803", "requires", "MO-404", "1", ""),
    ("MO-804", "requires", "MO-801", "1", ""),
)
