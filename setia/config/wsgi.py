"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from setia.config.breaking_off import unmistakable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")

application = unmistakable(get_wsgi_application())
