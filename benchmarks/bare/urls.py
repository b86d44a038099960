"""One page."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import path
from django.views.generic import ListView

from benchmarks.bare.models import Row


class Rows(LoginRequiredMixin, ListView):
    """The first thirty rows."""

    queryset = Row.objects.order_by("id")[:30]
    template_name = "rows.html"


urlpatterns = [path("", Rows.as_view())]
