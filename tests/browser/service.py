"""The browser's driver, asked by its number: on a bare system nobody may know who localhost is."""

from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common import utils

LOOPBACK = "127.0.0.1"


class LoopbackService(Service):
    """The driver of Chromium on this machine."""

    @property
    def service_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def is_connectable(self) -> bool:
        return utils.is_connectable(self.port, LOOPBACK)
