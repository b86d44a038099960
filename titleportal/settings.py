"""Settings of the portal; what differs between machines comes from `environment`."""

import os

from csp.constants import NONE, SELF

from titleportal import environment

BASE_DIR = environment.BASE_DIR
DATA_FOLDER = environment.data_folder()
PORTAL_ENV = environment.mode()
PRODUCTION = PORTAL_ENV == "production"

SECRET_KEY = environment.secret("PORTAL_SECRET_KEY", may_create=not PRODUCTION)
PORTAL_DATA_KEY = environment.secret("PORTAL_DATA_KEY", may_create=not PRODUCTION)
PORTAL_LOG_KEY = environment.secret("PORTAL_LOG_KEY", may_create=not PRODUCTION)
DEBUG = False
ALLOWED_HOSTS = (
    os.environ.get("PORTAL_HOSTS", "").replace(" ", "").split(",")
    if os.environ.get("PORTAL_HOSTS")
    else ["127.0.0.1", "localhost", "[::1]", "testserver"][: 3 if PRODUCTION else 4]
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "django_htmx",
    "django_filters",
    "accounts",
    "applications",
    "review",
    "titleportal",
]

MIDDLEWARE = [
    "titleportal.middleware.arrival",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "titleportal.middleware.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "titleportal.middleware.refuse_unstorable_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.IdleTimeoutMiddleware",
    "accounts.sessions.RequirePasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "titleportal.middleware.domain_errors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "titleportal.urls"
WSGI_APPLICATION = "titleportal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.navigation.navigation",
                "applications.inbox.header",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PortalBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone", "email")},
    },
    {
        "NAME": "accounts.passwords.LengthByRoleValidator",
        "OPTIONS": {"min_length": 10, "staff_min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.NothingPersonalValidator"},
]

# Five wrong passwords in fifteen minutes close the account's login for fifteen minutes; the
# counters lie in the database, so that every worker sees the same.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_CALLABLE = "accounts.views.session.locked_out"
AXES_USERNAME_CALLABLE = "accounts.addresses.counted_username"
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
LOGIN_FAILURES_PER_ADDRESS = 30
AXES_IPWARE_PROXY_COUNT = int(os.environ.get("PORTAL_PROXIES", "0"))
# The user name alone is stricter than with the address, whatever the check supposes.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "password"]

# What strangers may try: so many times an hour from one address, which may be a whole office's.
REGISTRATIONS_PER_ADDRESS = 30
RESETS_PER_ADDRESS = 20
OBJECTIONS_PER_ADDRESS = 20
MAILS_PER_ACCOUNT = 3
PASSWORD_RESET_TIMEOUT = 30 * 60
RESET_CODE_HOURS = 24
INVITATION_DAYS = 14

# Messages never fall back to the session's row: reading a page writes nothing.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "titleportal.errors.csrf_failure"
IDLE_MINUTES_OFFICERS = 30
IDLE_MINUTES_APPLICANTS = 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = os.environ.get("PORTAL_HTTPS", "1" if PRODUCTION else "0") == "1"
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    # Only behind a proxy that sets (and strips) the header itself; see docs/operators.md.
    if os.environ.get("PORTAL_PROXIES", "0") != "0":
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

PORTAL_BASE_URL = environment.base_url(ALLOWED_HOSTS, https=HTTPS)
_SMTP_URL = os.environ.get("PORTAL_SMTP_URL")
# Without a server a production portal reaches nobody, and its pages do not offer to write.
MAIL_IS_OFFERED = bool(_SMTP_URL) or not PRODUCTION
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_MAIL_FROM", "portal@localhost")
for _name, _value in environment.mail(_SMTP_URL, DATA_FOLDER / "mail").items():
    globals()[_name] = _value

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Collected for production only; else the files are served from where they lie.
STATIC_ROOT = DATA_FOLDER / "static" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
UPLOADS_FOLDER = DATA_FOLDER / "uploads"
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": UPLOADS_FOLDER, "file_permissions_mode": 0o640},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# A notice's public page is gone so many days after its last day; objections end with that day.
NOTICE_DAYS_SHOWN_AFTER = 3

# Empty: uploads are not scanned for malware.
PORTAL_SCANNER = environment.scanner(os.environ.get("PORTAL_SCANNER", ""))
# One place for the upload limits that pages tell and the server holds.
UPLOAD_FILE_BYTES = 20 * 1024 * 1024
UPLOAD_FILES_PER_APPLICATION = 60
UPLOAD_BYTES_PER_APPLICATION = 200 * 1024 * 1024
UPLOAD_IMAGE_PIXELS = 40_000_000
FILE_UPLOAD_HANDLERS = [
    "applications.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
