"""Run by a Python that has `uno`: take pictures of the windows of a LibreOffice that draws them unseen.

Usage: pictures_client.py PIPE OURS NATIVE FOLDER, with two workbooks of a team and where the bitmaps go.
"""

import contextlib
import sys
import threading
import time
from pathlib import Path

import uno
import unohelper
from com.sun.star.awt import XCallback

WIDE, HIGH = 1180, 560
PATIENCE, DRAWN = 60, 2  # seconds until a window has to be there, and until it is drawn


def connect(pipe):
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not open its pipe")


def inside(accessible):
    context = accessible.getAccessibleContext()
    yield context
    for at in range(context.getAccessibleChildCount()):
        yield from inside(context.getAccessibleChild(at))


def take(window, path):
    time.sleep(DRAWN)
    size = window.getPosSize()
    path.write_bytes(bytes(window.createBitmap(0, 0, size.Width, size.Height).getDIB().value))


class Click(unohelper.Base, XCallback):
    """A click that LibreOffice's own thread makes; a call within a call stays in the thread of the outer one."""

    def __init__(self, dispatcher, frame, command):
        self.dispatcher, self.frame, self.command = dispatcher, frame, command
        self.done = threading.Event()

    def notify(self, data):
        try:
            self.dispatcher.executeDispatch(self.frame, self.command, "_self", 0, ())
        finally:
            self.done.set()


class Screen:
    def __init__(self, context, book, folder):
        create = context.ServiceManager.createInstanceWithContext
        self.folder = folder
        self.queue = create("com.sun.star.awt.AsyncCallback", context)
        self.toolkit = create("com.sun.star.awt.Toolkit", context)
        self.dispatcher = create("com.sun.star.frame.DispatchHelper", context)
        desktop = create("com.sun.star.frame.Desktop", context)
        self.document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(book), "_blank", 0, ())
        self.controller = self.document.CurrentController
        self.controller.Frame.ContainerWindow.setPosSize(0, 0, WIDE, HIGH, 15)
        with contextlib.suppress(AttributeError):
            self.controller.Sidebar.Visible = False
        self.document.calculateAll()

    def sheet(self, name, cell, picture):
        """Take a picture of the window with a cell selected, so that the bar above shows its formula."""
        sheet = self.document.Sheets.getByName(name)
        self.controller.setActiveSheet(sheet)
        self.controller.select(sheet.getCellRangeByName(cell))
        take(self.controller.Frame.ContainerWindow, self.folder / picture)

    def choose(self, entry):
        """Click an entry of our menu in LibreOffice's own thread, and return the event that is set when it is done.

        Windows that another thread opens may wait for ever: both threads then take events from one queue.
        """
        click = Click(self.dispatcher, self.controller.Frame, f"service:org.okrsheets.Macros?{entry}")
        self.queue.addCallback(click, None)
        return click.done

    def window(self):
        """Return the window of ours that is open."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for at in range(self.toolkit.getTopWindowCount()):
                with contextlib.suppress(uno.getClass("com.sun.star.uno.Exception")):
                    window = self.toolkit.getTopWindow(at)
                    if window and window.getAccessibleContext().getAccessibleName().startswith("OKR:"):
                        return window
            time.sleep(0.2)
        raise SystemExit("no window of ours opened")

    def press(self, window, name):
        time.sleep(DRAWN)
        button = next(item for item in inside(window) if item.getAccessibleName() == name)
        button.doAccessibleAction(0)

    def close(self):
        self.document.setModified(False)
        self.document.close(True)


def main():
    pipe, ours, native, folder = sys.argv[1:]
    context = connect(pipe)
    screen = Screen(context, ours, Path(folder))
    screen.sheet("Key results", "Q10", "libreoffice-formula.bmp")
    done = screen.choose("check_in")
    window = screen.window()
    take(window, screen.folder / "libreoffice-check-in.bmp")
    screen.press(window, "Cancel")
    done.wait(PATIENCE)
    time.sleep(DRAWN)
    screen.document.Sheets.getByName("Objectives").getCellRangeByName("F7").String = ""  # an orphan to be found
    done = screen.choose("check_alignment")
    screen.press(screen.window(), "Yes")
    done.wait(PATIENCE)
    screen.sheet("Alignment check", "A1", "libreoffice-alignment.bmp")
    screen.close()
    plain = Screen(context, native, Path(folder))
    plain.sheet("Key results", "O10", "native-formula.bmp")
    plain.close()
    with contextlib.suppress(uno.getClass("com.sun.star.uno.RuntimeException")):  # it goes before it can answer
        context.ServiceManager.createInstance("com.sun.star.frame.Desktop").terminate()


main()
