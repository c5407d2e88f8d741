"""Django's settings, derived from :mod:`lucai.site.config`."""

from __future__ import annotations

from csp.constants import NONE, SELF

from lucai.site.config import load
from lucai.site.databases import database
from lucai.site.modules import MODULES

CONFIG = load()

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    *MODULES,
    "lucai.site.wiring.WiringConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lucai.site.straight.straight_to_the_drop",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lucai.platform.web.programs.for_programs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lucai.platform.web.middleware.identify",
    "lucai.platform.web.middleware.read_once_a_page",
    "lucai.guidance.law.edition.with_present_law",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lucai.site.errors.answer_errors",
    "lucai.platform.web.cleaning.without_nul",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lucai.site.urls"
WSGI_APPLICATION = "lucai.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "lucai.platform.web.jinja.Templates",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "lucai.platform.web.jinja.environment",
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]

DATABASES = {"default": database(CONFIG.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lucai.platform.signin.backend.PasswordBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "lucai.platform.signin.backend.DemonstrationHasher",
]
if not CONFIG.demo:
    PASSWORD_HASHERS.pop()
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_CALLABLE = "lucai.platform.signin.backend.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "lucai_session"
CSRF_COOKIE_NAME = "lucai_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lucai.site.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.production
SECURE_SSL_REDIRECT = CONFIG.production
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.production else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000  # a document of five thousand requirements, five each
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data_dir / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [CONFIG.front_end] if CONFIG.front_end.exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LUCAI_DEMO = CONFIG.demo
LUCAI_PRODUCTION = CONFIG.production
LUCAI_KEYS = CONFIG.keys
LUCAI_OUTPOSTS = CONFIG.outposts
LUCAI_MIRROR = CONFIG.mirror
LUCAI_DATA_DIR = CONFIG.data_dir
LUCAI_VERSION = CONFIG.version
LUCAI_LOG_ORIGIN = "lucai.example/log"
LUCAI_LOG_NAME = "lucai.example/log"
LUCAI_SEALING_SUITE = "GM1"
LUCAI_SESSION_IDLE_SECONDS = 30 * 60
LUCAI_SESSION_SECONDS = 12 * 3600
LUCAI_SESSION_TOUCH_SECONDS = 60
LUCAI_SIGNED_ACTS = CONFIG.signed_acts
LUCAI_HELD_FILES = 200
LUCAI_HELD_BYTES = 4 * 1024**3
LUCAI_CERTIFICATE_FRESH_SECONDS = 5 * 60
LUCAI_PASSKEY_DOMAIN = CONFIG.passkey_domain
LUCAI_DEMO_REGION = "3701"
LUCAI_DEMO_PEOPLE = (
    "buyer14",
    "buyer14.head",
    "buyer14.user",
    "buyer17",
    "buyer12.user",
    "agency0",
    "centre",
    "supplier0",
    "supplier10",
    "supplier20",
    "supplier30",
    "expert0",
    "expert1",
    "expert2",
    "expert3",
    "finance370100",
    "finance370000",
    "watch370100",
    "treasury370100",
    "notary",
    "administrator",
)
