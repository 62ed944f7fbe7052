#!/usr/bin/env python3
"""Opens pages of `didymium report` in a real browser and tries them out as a reader would.

    tests/browser/page.py PAGE.html...

Needs chromium and chromedriver on the path and nothing beyond Python's standard library. Exit code 1 says what failed.
"""

import base64
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER, DOWN, UP = "\ue004", "\ue007", "\ue015", "\ue013"
WIDTHS = [(360, 740), (1280, 900)]

# What is wrong with the layout at the present width, as a list of sentences.
LAYOUT = """
const wrong = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) wrong.push(`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
const shown = (node) => node.getClientRects().length > 0;
for (const chart of document.querySelectorAll('svg.chart[role=img]')) {
  if (!shown(chart)) continue;
  const name = chart.getAttribute('aria-label') || '';
  if (name.length < 10) wrong.push('a chart has no text alternative');
  const marks = Array.from(chart.querySelectorAll('rect,path,line')).filter(shown);
  if (marks.length < 2) wrong.push(`nothing is drawn in "${name.slice(0, 60)}"`);
  const texts = Array.from(chart.querySelectorAll('text')).filter(shown).map((node) => [node.textContent, node.getBoundingClientRect()]);
  for (const [text, box] of texts) {
    if (box.left < -1 || box.right > root.clientWidth + 1) wrong.push(`"${text}" is cut off in "${name.slice(0, 60)}"`);
  }
  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
    const [one, a] = texts[i], [other, b] = texts[j];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > 4) wrong.push(`"${one}" and "${other}" overlap in "${name.slice(0, 60)}"`);
  }
}
return wrong;
"""

# What is wrong with the structure that assistive technology reads.
STRUCTURE = """
const wrong = [];
const all = (query) => Array.from(document.querySelectorAll(query));
const ids = all('[id]').map((node) => node.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`two elements are called ${id}`);
for (const mark of ['header', 'nav', 'main', 'footer']) if (all(mark).length !== 1) wrong.push(`there is not one ${mark}`);
if (all('h1').length !== 1) wrong.push('there is not one first heading');
let level = 1;
for (const heading of all('h1,h2,h3,h4,h5')) {
  const here = Number(heading.tagName[1]);
  if (here > level + 1) wrong.push(`heading "${heading.textContent}" skips a level`);
  level = here;
}
for (const table of all('table')) {
  if (!table.caption || !table.caption.textContent) wrong.push('a table has no caption');
  if (!table.querySelector('th[scope=col]')) wrong.push('a table has no column heads');
}
for (const select of all('select')) if (!select.labels.length) wrong.push(`${select.id} has no label`);
for (const figure of all('figure')) if (!figure.querySelector('figcaption')) wrong.push('a figure has no caption');
for (const link of all('a[href^="#"]')) {
  if (!document.getElementById(link.getAttribute('href').slice(1))) wrong.push(`${link.getAttribute('href')} leads nowhere`);
}
if (all('script').length !== 1) wrong.push('there is not one script');
if (all('[src],link[href],iframe,object,embed').length) wrong.push('the page refers to other files');
return wrong;
"""


class Browser:
    """One session with chromedriver."""

    def __init__(self):
        for program in ("chromium", "chromedriver"):
            if not shutil.which(program):
                sys.exit(f"{program} is not installed")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.profile = tempfile.mkdtemp(prefix="didymium-browser-")
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                     "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
                     f"--user-data-dir={self.profile}"]
        options = {"binary": shutil.which("chromium"), "args": arguments}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        for attempt in range(100):
            try:
                self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        sys.exit("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error

    def ask(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def run(self, script, *arguments):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def protocol(self, command, **parameters):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def html(self):
        """The document as text, without running a script; empty where it is replaced by the next one in between."""
        root = self.protocol("DOM.getDocument", depth=1)["root"]["nodeId"]
        try:
            return self.protocol("DOM.getOuterHTML", nodeId=root)["outerHTML"]
        except RuntimeError as error:
            if "Could not find node" in str(error):
                return ""
            raise

    def open(self, page):
        self.ask("POST", "/url", {"url": pathlib.Path(page).resolve().as_uri()})

    def painted(self):
        """Waits for what is seen: keys that come before the first paint are dropped by the browser."""
        self.protocol("Page.bringToFront")
        ready = "return document.readyState === 'complete' && performance.getEntriesByType('paint').length > 0"
        for _ in range(300):
            if self.run(ready):
                return
            time.sleep(0.1)
        sys.exit("the page is never painted")

    def find(self, query):
        return self.ask("POST", "/element", {"using": "css selector", "value": query})[ELEMENT]

    def click(self, query):
        self.ask("POST", f"/element/{self.find(query)}/click", {})

    def choose(self, name, value):
        """Clicks on one option of a choice."""
        script = "return Array.from(document.getElementById(arguments[0]).options).find((node) => node.value === arguments[1])"
        self.ask("POST", f"/element/{self.run(script, name, value)[ELEMENT]}/click", {})

    def press(self, *keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def size(self, width, height):
        self.protocol("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def media(self, scheme="light", kind="screen"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.protocol("Emulation.setEmulatedMedia", media=kind, features=[feature])

    def messages(self):
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]

    def requests(self):
        entries = (json.loads(entry["message"])["message"] for entry in self.ask("POST", "/se/log", {"type": "performance"}))
        return [entry["params"]["request"]["url"] for entry in entries if entry["method"] == "Network.requestWillBeSent"]

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)


class Trial:
    """One page and what is wrong with it."""

    def __init__(self, browser, page):
        self.browser, self.page, self.wrong = browser, page, []

    def expect(self, holds, sentence):
        if not holds:
            self.wrong.append(sentence)

    def all(self):
        self.browser.size(1280, 900)
        self.browser.media()
        self.browser.open(self.page)
        self.wrong += self.browser.run(STRUCTURE)
        self.choices()
        self.keyboard()
        self.colours()
        self.printed()
        self.without_script()
        self.wrong += [f"the console says: {message}" for message in self.browser.messages()]
        elsewhere = [url[:80] for url in self.browser.requests() if url.split(":")[0] in ("http", "https", "ws", "wss", "ftp")]
        self.expect(not elsewhere, f"the page fetches {elsewhere[:5]}")
        return self.wrong

    def shown(self):
        """The captions of the figures in view."""
        return self.browser.run(
            "return Array.from(document.querySelectorAll('figure')).filter((node) => node.getClientRects().length)"
            ".map((node) => node.querySelector('figcaption').textContent + '|' + node.innerText)")

    def choices(self):
        """Every choice by mouse, and the layout after each at both widths."""
        names = self.browser.run("return Array.from(document.querySelectorAll('select')).map((node) => node.id)")
        self.expect(names, "there is nothing to choose")
        for name in names:
            values = self.browser.run(f"return Array.from(document.getElementById('{name}').options).map((node) => node.value)")
            for value in values[::-1][:4] + values[:1]:
                before = self.shown()
                changes = self.browser.run(f"return document.getElementById('{name}').value") != value
                self.browser.choose(name, value)
                if changes and len(values) > 1:
                    now = self.shown()
                    self.expect(now != before, f"choosing {value} in {name} changes nothing")
                for width, height in WIDTHS:
                    self.browser.size(width, height)
                    self.wrong += [f"{width} px, {name} = {value}: {fault}" for fault in self.browser.run(LAYOUT)]
                self.browser.size(1280, 900)

    def keyboard(self):
        """The skip link, and a choice, by keys alone."""
        self.browser.open(self.page)
        self.browser.painted()
        self.browser.press(TAB)
        focus = "return document.activeElement.className || document.activeElement.id"
        self.expect(self.browser.run(focus) == "skip", "the first stop of the tab key is not the skip link")
        self.browser.press(ENTER)
        self.expect(self.browser.run("return location.hash") == "#content", "the skip link leads nowhere")
        options = self.browser.run("return document.getElementById('choose-year').options.length")
        for _ in range(60):
            if self.browser.run(focus) == "choose-year":
                break
            self.browser.press(TAB)
        else:
            self.wrong.append("the tab key does not reach the choice of the year")
            return
        visible = "return getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        self.expect(self.browser.run(visible), "the focus cannot be seen")
        if options > 1:
            before = self.shown()
            self.browser.press(DOWN)
            self.expect(self.shown() != before, "the arrow key chooses nothing")
            self.browser.press(UP)
            self.expect(self.shown() == before, "the arrow key does not choose back")

    def colours(self):
        """Dark where the system is dark, and what the button says."""
        paper = "return getComputedStyle(document.body).backgroundColor"
        self.browser.media("light")
        light = self.browser.run(paper)
        self.browser.media("dark")
        dark = self.browser.run(paper)
        self.expect(light != dark, "the page is not dark where the system is")
        self.browser.click("#theme")
        self.expect(self.browser.run(paper) == light, "the button does not make it light")
        self.browser.click("#theme")
        self.browser.media("light")
        self.expect(self.browser.run(paper) == dark, "the button does not make it dark")
        self.browser.click("#theme")
        self.expect(self.browser.run(paper) == light, "the button does not give it back to the system")
        kept = self.browser.run("try { return localStorage.length + document.cookie.length } catch (error) { return 0 }")
        self.expect(kept == 0, "the page keeps something")

    def printed(self):
        """Some pages of paper, without the choices."""
        self.browser.media("dark", "print")
        paper = self.browser.run("return getComputedStyle(document.body).backgroundColor")
        self.expect(paper == "rgb(255, 255, 255)", f"paper is {paper} in print")
        chooser = self.browser.run("return document.querySelector('.chooser').getClientRects().length")
        self.expect(chooser == 0, "the choices are printed")
        self.browser.media()
        pdf = base64.b64decode(self.browser.protocol("Page.printToPDF", printBackground=True)["data"])
        self.expect(pdf.startswith(b"%PDF") and len(pdf) > 20_000, "the page does not print")

    def without_script(self):
        """The first choice is there where scripts are off; nothing asks to be chosen."""
        self.browser.open(self.page)
        self.browser.painted()
        first, figures = len(self.shown()), self.browser.run("return document.querySelectorAll('figure').length")
        self.browser.protocol("Emulation.setScriptExecutionDisabled", value=True)
        self.browser.open(self.page)
        html = self.whole(figures)
        self.browser.protocol("Emulation.setScriptExecutionDisabled", value=False)
        chooser = html.split('class="chooser"')[1].split(">")[0]
        self.expect("hidden" in chooser, "choices are shown where they cannot work")
        opened = [part.split(">")[0] for part in html.split("<figure")[1:]]
        self.expect(sum("hidden" not in figure for figure in opened) == first, "another choice is shown without the script")

    def whole(self, figures):
        """The page as text, once all its figures are read: without scripts nobody says when it is loaded."""
        for _ in range(300):
            html = self.browser.html()
            if html.count("<figure") >= figures and 'class="chooser"' in html:
                return html
            time.sleep(0.1)
        sys.exit("the page is never read whole without scripts")


def main():
    pages = sys.argv[1:]
    if not pages:
        sys.exit(__doc__)
    browser = Browser()
    failed = 0
    try:
        for page in pages:
            wrong = Trial(browser, page).all()
            failed += bool(wrong)
            print(f"{page}: {'sound' if not wrong else f'{len(wrong)} faults'}")
            for sentence in list(dict.fromkeys(wrong))[:40]:
                print(f"  {sentence}")
    finally:
        browser.close()
    print(f"{len(pages) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
