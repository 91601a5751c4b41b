"""The reports on behaviour, offered to every face."""

from setia.domains.insight.behaviour.reports.cohorts import COHORTS
from setia.domains.insight.behaviour.reports.gaps import GAPS
from setia.domains.insight.behaviour.reports.groups import GROUPS
from setia.domains.insight.behaviour.reports.together import TOGETHER
from setia.domains.insight.behaviour.reports.who import WHO
from setia.kit import reports

reports.add(COHORTS, GAPS, GROUPS, TOGETHER, WHO)
