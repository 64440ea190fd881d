"""Messages to the operators about the installation. Pure."""

from bot.domain.trouble import Notice
from bot.rendering import Template, render


class TroubleNotice(Template):
    notice: Notice


def report_trouble(notice: Notice) -> str:
    """Tell the operators that a trouble lasts, or that it is over."""
    return render(TroubleNotice(notice))
