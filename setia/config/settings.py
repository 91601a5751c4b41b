"""The one settings file. Every value a site may change is read from the environment here."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from setia.config.database import database, prefer_bundled_sqlite
from setia.config.mail import mail
from setia.foundation.env import Environment, kept_secret

prefer_bundled_sqlite()

ENV = Environment()
PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = ENV.folder("SETIA_DATA_DIR", "data", "Folder for the database, uploads, the secret key and exports.")
SECRET_KEY = ENV.text("SETIA_SECRET_KEY", "", "Signs sessions; made and kept in the data folder by default.")
SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR)
DEBUG = ENV.flag("SETIA_DEBUG", False, "Show tracebacks in the browser. Never on a reachable machine.")
ALLOWED_HOSTS = ENV.names("SETIA_HOSTS", "127.0.0.1,localhost,[::1]", "Host names the site answers to.")
HTTPS = ENV.flag("SETIA_HTTPS", False, "The site is reached through https (secure cookies, HSTS).")
CSRF_TRUSTED_ORIGINS = ENV.names("SETIA_ORIGINS", "", "Origins behind a proxy, for example https://crm.example.com.")
TRUSTED_PROXIES = ENV.number("SETIA_PROXIES", 0, "How many proxies stand in front and add X-Forwarded-For.")
BACKUPS = ENV.number("SETIA_BACKUPS", 7, "Nightly backups that are kept in the data folder; 0 makes none.")
WORKERS = ENV.number("SETIA_WORKERS", 2, "Web processes started by `setia serve`.")

DATABASE_URL = ENV.text("SETIA_DATABASE_URL", "", "postgresql://user:password@host/name; empty means SQLite.")
DATABASES = {"default": database(DATABASE_URL, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "setia.foundation",
    "setia.foundation.staff",
    "setia.kit",
    "setia.domains.organisation",
    "setia.domains.parties",
    "setia.domains.authority",
    "setia.domains.duplicates",
    "setia.domains.catalog",
    "setia.domains.needs",
    "setia.domains.conversations",
    "setia.domains.work",
    "setia.domains.promises",
    "setia.domains.sales",
    "setia.domains.insight",
    "setia.domains.privacy",
    "setia.faces.web",
    "setia.faces.api",
    "setia.faces.cli",
    "setia.demo",
]

MIDDLEWARE = [
    # What guards every answer stands before anything that could answer: files, redirects, refusals.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "setia.faces.web.middleware.Discreet",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "setia.faces.web.middleware.ReadersLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "setia.faces.web.middleware.PlainErrors",
]

ROOT_URLCONF = "setia.config.urls"
WSGI_APPLICATION = "setia.config.wsgi.application"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "faces" / "web" / "templates", *sorted((PACKAGE / "domains").glob("*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "setia.faces.web.drawing.templating.environment", "autoescape": True},
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "faces" / "web" / "account_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# People and sign-in
AUTH_USER_MODEL = "staff.Staff"
AUTHENTICATION_BACKENDS = ["setia.faces.web.accounts.adapter.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "setia.faces.web.accounts.adapter.StaffOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
MFA_ADAPTER = "setia.faces.web.accounts.adapter.SecondFactor"
MFA_FORMS = {"authenticate": "setia.faces.web.accounts.forms.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Setia"
USERSESSIONS_ADAPTER = "setia.faces.web.accounts.adapter.Sessions"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# scrypt costs an attacker memory as well as time, and us less than PBKDF2; older passwords move at sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
SESSION_ENGINE = "setia.faces.web.accounts.stored_sessions"
SESSION_COOKIE_NAME = "setia_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "setia.faces.web.errors.forgery_refused"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "staticfiles.W004"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# What arrives from outside is bounded before it is read
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_TEMP_DIR = None
UPLOAD_LIMIT = ENV.number("SETIA_UPLOAD_MB", 200, "Largest file that may be uploaded, in megabytes.") * 1024 * 1024
FILE_LIMIT = (
    ENV.number("SETIA_FILE_LIMIT", 25, "Largest file that may be added to a record, in megabytes.") * 1024 * 1024
)
_IMPORT_DIR = ENV.text(
    "SETIA_IMPORT_DIR", "", "Folder in which files for import appear, one folder in it for each mapping."
)
IMPORT_DIR = Path(_IMPORT_DIR) if _IMPORT_DIR else None
API_RATE = ENV.number("SETIA_API_RATE", 6000, "API requests a minute with one token; 0 for no limit.")

# Languages, zones, formats
LANGUAGE_CODE = ENV.text("SETIA_LANGUAGE", "en", "Language before somebody has chosen: en, fr or id.")
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("id", _("Indonesian"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS: list[Path] = []

# Static files, cache, mail, log
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# What is made here rather than shipped: the browser's part of the charts. Until it is, there is no such folder
# (staticfiles.W004), and none is made here: a command that refuses its work leaves nothing behind.
STATICFILES_DIRS = [DATA_DIR / "made"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "setia.faces.web.static_files.HashedFiles"},
}
if DATABASE_URL.startswith("postgres"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
MAIL_URL = ENV.text("SETIA_MAIL_URL", "", "smtp://user:password@host:port?tls=starttls; empty sends no mail.")
DEFAULT_FROM_EMAIL = ENV.text("SETIA_MAIL_FROM", "Setia <setia@localhost>", "Who mail from Setia is from.")
globals().update(mail(MAIL_URL))
USES_EVERY = ENV.number(
    "SETIA_USES_EVERY", 10, "Seconds between two writings of how personal fields are used; 0: never."
)
LOG_LEVEL = ENV.text("SETIA_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR; written to standard error.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
