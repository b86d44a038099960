"""The pages of refusals and faults: Chinese, in the portal's look, made without the database.

They are rendered without the request, so that an address outside one's scope answers with the
same bytes as one that does not exist.
"""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

BUSY_SECONDS = 30


def page(
    status: int,
    title: str,
    text: str,
    *,
    reasons: list[str] | None = None,
    advice: list[str] | None = None,
    icon: str = "info",
    typed: list[str] | None = None,
) -> HttpResponse:
    """One page of the portal for a refusal or a fault; `typed` is shown to be copied."""
    context = {
        "title": title,
        "text": text,
        "reasons": reasons,
        "advice": advice,
        "icon": icon,
        "typed": typed,
    }
    try:
        body = render_to_string("errors/base.html", context)
    except Exception:  # the page of a fault must not be the next fault
        body = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        body += f"<h1>{title}</h1>"
    return HttpResponse(body, status=status)


def bad_request(request, exception=None) -> HttpResponse:
    """400, or 413 where too much was sent."""
    if isinstance(exception, RequestDataTooBig):
        return too_large()
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return page(
            400,
            "一次提交的内容太多",
            "这次提交的栏目或文件数量超过了系统一次能接收的数量，没有保存。",
            advice=["分几次填写或上传，再试一次。"],
            icon="warning",
        )
    return page(
        400,
        "无法处理这个请求",
        "浏览器发来的内容不完整或不正确，系统没有处理，也没有保存。",
        advice=["从首页重新进入要办理的页面，再试一次。"],
        icon="warning",
    )


def unstorable(where: str, what: str, typed: list[str] | None = None) -> HttpResponse:
    """400 for text that holds characters which cannot be stored or printed; `typed` is shown so
    that nothing has to be typed again."""
    return page(
        400,
        "内容里有不能使用的字符",
        f"{where}含有{what}，系统没有保存。",
        advice=[
            "返回上一页，把有问题的文字删掉，用键盘重新输入（不要粘贴）。",
            "文件名有问题的，改名后重新上传。",
        ],
        icon="warning",
        typed=typed or [],
    )


def too_large() -> HttpResponse:
    """413: more was sent than is taken at once."""
    return page(
        413,
        "提交的内容太大",
        "这次提交的文字或文件超过了系统一次能接收的大小，没有保存。",
        advice=["把文件压缩或分开，按页面上写明的大小上传。"],
        icon="warning",
    )


def forbidden(request, exception=None, *, reason: str = "") -> HttpResponse:
    """403: in scope, but not this action or not now."""
    text = reason or "您的角色或当前的办理阶段不允许进行这项操作，没有任何内容被改动。"
    return page(403, "现在不能进行这项操作", text, icon="lock")


def guards_failed(reasons: list[str]) -> HttpResponse:
    """403 with every condition that is not met."""
    return page(
        403,
        "还不能进行这项操作",
        "下列条件还没有满足，没有任何内容被改动：",
        reasons=reasons,
        icon="warning",
    )


def not_found(request, exception=None) -> HttpResponse:
    """404, the same whether something does not exist or is not this person's to see."""
    return page(
        404,
        "没有找到这个页面",
        "网址可能输错了，或者内容已经不在，或者不在您可以查看的范围内。",
        advice=["检查网址是否完整。", "从首页进入，在列表里查找。"],
        icon="search",
    )


def wrong_method() -> HttpResponse:
    """405: an address that only takes a form was opened, or the other way round."""
    return page(
        405,
        "这个地址不能直接打开",
        "这个地址只用来接收表单，要从页面上的按钮进入。",
        advice=["从首页重新进入要办理的页面。"],
    )


def conflict(message: str) -> HttpResponse:
    """409: somebody else was first."""
    return page(
        409,
        "内容已经有了变化",
        message,
        advice=["回到列表重新打开这一项，看过最新情况后再办理。"],
        icon="history",
    )


def busy() -> HttpResponse:
    """503: the database does not answer; the browser may try again soon."""
    response = page(
        503,
        "系统正忙，请稍后再试",
        "系统暂时不能读写数据，刚才的操作没有保存。",
        advice=["等半分钟再试一次。", "多次不成功，请联系系统管理员。"],
        icon="clock",
    )
    response["Retry-After"] = str(BUSY_SECONDS)
    return response


def server_error(request) -> HttpResponse:
    """500, or 503 when the fault is the database's."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return busy()
    return page(
        500,
        "系统出了问题",
        "这是系统的问题，不是您操作的问题。已经保存过的内容不会丢失。",
        advice=["过一会儿再试一次。", "多次不成功，请联系系统管理员，并说明时间和正在做的事。"],
        icon="warning",
    )


def csrf_failure(request, reason="") -> HttpResponse:
    """403 for a form whose token is missing or old: mostly an old tab.

    A view whose answer writes nothing may name `on_old_token`, which shows what was typed again
    with the token of now: who logs in or registers in a second tab loses nothing.
    """
    view = request.resolver_match.func if getattr(request, "resolver_match", None) else None
    again = getattr(view, "on_old_token", None)
    if again is not None and reason.startswith("CSRF token"):
        request.has_old_token = True
        response = again(request, **request.resolver_match.kwargs)
        response.status_code = 403
        return response
    return page(
        403,
        "页面已经过期",
        "这个页面打开得太久，或者中途重新登录过，为了安全没有处理这次提交。",
        advice=["返回上一页，刷新后再提交一次。", "浏览器不要禁止本站保存登录信息。"],
        icon="clock",
    )
