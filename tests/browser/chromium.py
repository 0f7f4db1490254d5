"""Chromium without a network, driven by selenium: one for all tests of the page."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hang_guard import until

FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,900")
"""The pipe spares the driver to ask for localhost, which a bare system may not know."""


def need(found, what):
    if not found:
        pytest.fail(f"{what} is missing, with which pages are tested: run scripts/setup --tests", pytrace=False)


class Browser:
    """A page in a browser. `js` runs a function body in the page and returns what it returns."""

    def __init__(self, folder):
        try:
            from selenium import webdriver
            from service import LoopbackService
        except ImportError:
            need(False, "python3-selenium")
        program, driver = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("chromedriver")
        need(program, "chromium")
        need(driver, "chromedriver")
        self.folder = Path(folder)
        options = webdriver.ChromeOptions()
        options.binary_location = program
        for flag in (*FLAGS, f"--user-data-dir={tempfile.mkdtemp(dir=folder)}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=LoopbackService(driver), options=options)
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self.js = self.driver.execute_script
        self._page = ""

    def cdp(self, command, **options):
        return self.driver.execute_cdp_cmd(command, options)

    def open(self, path, fragment=""):
        """Loads a page anew, as somebody does who follows a link from elsewhere."""
        self._page = Path(path).as_uri()
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(self._page + fragment)
        return self

    def requests(self):
        """The addresses that were asked for since the page was opened, but for what the page holds itself."""
        lines = [json.loads(line["message"])["message"] for line in self.driver.get_log("performance")]
        asked = [line["params"]["request"]["url"] for line in lines if line["method"] == "Network.requestWillBeSent"]
        return [address for address in asked if not address.startswith(("data:", "blob:"))]

    def complaints(self):
        """What the console was told of errors since the page was opened."""
        return [line["message"] for line in self.driver.get_log("browser") if line["level"] == "SEVERE"]

    def wait(self, condition, *arguments):
        """Waits until the function body returns something true, and returns that."""
        return until(lambda: self.js(condition, *arguments), f"page of which is true: {condition}")

    def click(self, selector):
        self.js("document.querySelector(arguments[0]).click()", selector)

    def mouse(self, x, y, kind="mouseMoved", **options):
        self.cdp("Input.dispatchMouseEvent", type=kind, x=x, y=y, **options)

    def press(self, key):
        """A key of the real keyboard, wherever the focus is."""
        codes = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Home": 36, "End": 35,
                 "Escape": 27, "Tab": 9, "Enter": 13, " ": 32}
        text = {"Enter": "\r", " ": " "}.get(key)
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.cdp("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=codes[key],
                     code="Space" if key == " " else key, **more)

    def shown(self, selector):
        """How many elements of this kind are displayed."""
        return self.js("return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).length",
                       selector)

    def text(self, selector):
        return self.js("return document.querySelector(arguments[0]).textContent", selector)

    def width(self, pixels, height=900, **options):
        self.cdp("Emulation.setDeviceMetricsOverride", width=pixels, height=height, deviceScaleFactor=1,
                 mobile=pixels < 600, **options)

    def media(self, kind="", **features):
        self.cdp("Emulation.setEmulatedMedia", media=kind, features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def downloaded(self, name):
        """The bytes of a file that was just saved, which is then taken away."""
        path = self.folder / name
        until(path.exists, f"file that was saved as {name}")
        data = path.read_bytes()
        path.unlink()
        return data

    def close(self):
        self.driver.quit()
