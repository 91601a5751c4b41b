"""Plays in words: what came of them, who was left out, and what they could show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from setia.domains.insight.plays.model import Play, State, Verdict
from setia.domains.insight.plays.planning import Plan
from setia.foundation import bulk
from setia.foundation.company import our_company
from setia.foundation.formats import Reader, reader_for
from setia.kit.answering import Line

NAMES = ("status", "verdict", "results", "wanted", "counts_until", "currency", "left_out", "treated", "control")
FIGURES = ("treated_share", "control_share_had", "effect", "low", "high", "reached", "value_effect", "value_low",
           "value_high")  # fmt: skip

SAID = (Verdict.NONE, Verdict.WORKS, Verdict.HARMS)


def fill(rows: list[dict[str, Any]]) -> None:
    """Figures and words of a page of plays, with one question."""
    found = bulk.found(Play.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    known = {pk: dict(zip(NAMES, values, strict=True)) for pk, *values in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        values = known.get(row["id"])
        row |= figures_of(values["results"], values["verdict"]) if values else {}
        row["currency"] = values["currency"] if values else ""
        row["outcome"] = outcome_of(values, read) if values else ""
        row["drawn"] = drawn_words(values, read) if values else ""


def figures_of(results: dict[str, Any], verdict: str) -> dict[str, Any]:
    """Shares from 0 to 1, differences of shares in points, amounts in minor units; None where nothing can be said.

    Differences are told when all days are over and there are enough, and not before.
    """
    found: dict[str, Any] = dict.fromkeys(FIGURES)
    for name, share in (("treated", "treated_share"), ("control", "control_share_had")):
        if results.get(name):
            found[share] = results[f"{name}_hits"] / results[name]
    if results.get("treated"):
        found["reached"] = results["treated_reached"] / results["treated"]
    if verdict not in SAID:
        return found
    found |= {name: 100 * results[name] for name in ("effect", "low", "high") if name in results}
    for name, kept in (("value_effect", "value"), ("value_low", "value_low"), ("value_high", "value_high")):
        found[name] = results.get(kept)
    return found


def outcome_of(values: dict[str, Any], read: Reader) -> str:
    """ "It works: 8 points more had a success (2 to 14). Each of the treated brought €120 more (–€10 to €250)." """
    if values["status"] == State.DRAFT or not values["results"]:
        return _("It has not begun.") if values["status"] == State.DRAFT else _("It was not measured yet.")
    verdict = values["verdict"]
    figures = figures_of(values["results"], verdict)
    parts = [_verdict(verdict, values, figures, read), _shares(values["results"], read)]
    if figures["value_effect"] is not None:
        money = [
            read.minor(figures[name], values["currency"], decimals=False)
            for name in ("value_effect", "value_low", "value_high")
        ]
        words = _("Each of the treated was worth %(value)s more, between %(low)s and %(high)s.")
        parts.append(words % dict(zip(("value", "low", "high"), money, strict=True)))
    return " ".join(parts)


def _verdict(verdict: str, values: dict[str, Any], figures: dict[str, Any], read: Reader) -> str:
    if verdict == Verdict.EARLY:
        day = read.date(values["counts_until"])
        return _("Too early to say: it counts until %(day)s.") % {"day": day}
    if verdict == Verdict.FEW:
        return _("Too few to say anything: it takes at least 10 in each group.")
    points = {name: read.number(figures[name], 1) for name in ("effect", "low", "high")}
    if verdict == Verdict.WORKS:
        return _("It works: the share rose by %(effect)s points, between %(low)s and %(high)s.") % points
    if verdict == Verdict.HARMS:
        return _("It does harm: the share changed by %(effect)s points, between %(low)s and %(high)s.") % points
    words = _("No effect seen: the share changed by %(effect)s points, between %(low)s and %(high)s.") % points
    if figures["high"] < values["wanted"]:
        wanted = {"wanted": read.number(values["wanted"])}
        return f"{words} " + _("It is less than the %(wanted)s points that were wanted.") % wanted
    return f"{words} " + _("It may still have one: there were too few to tell.")


def _shares(results: dict[str, Any], read: Reader) -> str:
    words = _("%(hits)s of %(treated)s treated had a success, %(control_hits)s of %(control)s in the control group;"
              " somebody was in touch with %(reached)s and with %(control_reached)s of them.")  # fmt: skip
    return words % {
        "hits": read.number(results["treated_hits"]), "treated": read.number(results["treated"]),
        "control_hits": read.number(results["control_hits"]), "control": read.number(results["control"]),
        "reached": read.number(results["treated_reached"]),
        "control_reached": read.number(results["control_reached"]),
    }  # fmt: skip


def drawn_words(values: dict[str, Any], read: Reader) -> str:
    left_out = values["left_out"]
    if not left_out:
        return ""
    parts = [
        _("Of %(fitting)s who fit %(drawn)s were drawn: %(treated)s to be treated, %(control)s as the control group.")
        % {
            "fitting": read.number(left_out["fitting"]), "drawn": read.number(values["treated"] + values["control"]),
            "treated": read.number(values["treated"]), "control": read.number(values["control"]),
        }
    ]  # fmt: skip
    return " ".join([*parts, *_left_out(left_out, read)])


def _left_out(figures: dict[str, int], read: Reader) -> list[str]:
    words = (
        ("elsewhere", _("%(count)s take part in another play.")),
        ("resting", _("%(count)s were asked for the same lately.")),
        ("not_allowed", _("%(count)s were left out because they may not be contacted so.")),
        ("beyond", _("%(count)s were not needed.")),
    )
    return [text % {"count": read.number(figures[name])} for name, text in words if figures.get(name)]


def plan_lines(plan: Plan, play: Play, read: Reader) -> list[Line]:
    """What there is, line by line, with its figure beside it."""
    audience = plan.audience
    lines = [
        Line(_("They fit"), read.number(audience.fitting)),
        Line(_("Take part in another play"), read.number(audience.elsewhere)),
        Line(_("Were asked for the same lately"), read.number(audience.resting)),
        Line(_("May not be contacted so: no consent, quiet hours or something that speaks against it"),
             read.number(audience.not_allowed)),
        Line(_("Would be treated"), read.number(plan.treated)),
        Line(_("Would be the control group"), read.number(plan.control)),
        Line(_("To be reached on each day"), read.number(plan.a_day, 1)),
    ]  # fmt: skip
    if plan.usual is not None:
        lines.append(Line(_("Have a success anyway, as the past tells"), read.percent(plan.usual, 1)))
    if plan.needed is not None:
        lines.append(Line(_("Needed to see a rise of %(points)s points") % {"points": read.number(play.wanted)},
                          read.number(plan.needed)))  # fmt: skip
    if plan.visible is not None:
        lines.append(Line(_("Least rise that would be seen, in points"), read.number(100 * plan.visible, 1)))
    if plan.cost is not None:
        cost = read.minor(plan.cost, our_company().currency, decimals=False)
        lines.append(Line(_("Costs, time and all"), cost))
    return lines


def plan_words(plan: Plan, play: Play, read: Reader) -> str:
    return " ".join(one for one in [_promise(plan, play, read), *plan_warnings(plan, read)] if one)


def _promise(plan: Plan, play: Play, read: Reader) -> str:
    if not plan.treated or not plan.control:
        return _("There is nobody to compare: it cannot begin.")
    if plan.usual is None:
        few = read.number(plan.looked_at)
        return _("How often there is a success anyway is not known: only %(count)s fitted before.") % {"count": few}
    points = {"points": read.number(play.wanted), "needed": read.number(plan.needed or 0)}
    if plan.needed is None:
        return _("Nearly everybody has a success anyway: nothing can rise.")
    if plan.is_hopeless:
        words = _("As it is, this play will hardly show anything: to see a rise of %(points)s points in 8 of 10 cases"
                  " it takes %(needed)s.")  # fmt: skip
    else:
        words = _("A rise of %(points)s points would be seen in 8 of 10 cases; it takes %(needed)s for that.")
    return words % points


def plan_warnings(plan: Plan, read: Reader) -> Sequence[str]:
    most = our_company().actions_a_day * plan.people
    if plan.a_day <= most:
        return ()
    words = ngettext(
        "One person is given at most %(most)s actions a day, and this play alone would take %(day)s.",
        "%(people)s people are given at most %(most)s actions a day together, and this play alone would take %(day)s.",
        plan.people,
    )
    told = {"people": read.number(plan.people), "most": read.number(most), "day": read.number(plan.a_day, 1)}
    return (words % told,)
