"""Run by a Python that has `uno`: click through the menu OKR in a LibreOffice with windows, as a person would.

["click", entry, [[button, {field: text}], …]]   click an entry and answer each window that comes; gives what they showed
["menus"]   the names on the menu bar     ["sheets"]   the sheets     ["row", sheet, row]   what a row shows
"""

import contextlib
import json
import sys
import threading
import time

import uno

PATIENCE = 20  # seconds until a window has to be there


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


class Screen:
    def __init__(self, context, path):
        self.context = context
        create = context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", context)
        self.toolkit = create("com.sun.star.awt.Toolkit", context)
        self.dispatcher = create("com.sun.star.frame.DispatchHelper", context)
        self.document = self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())

    def window(self):
        """The window of ours that is open, None when there is none."""
        for at in range(self.toolkit.getTopWindowCount()):
            with contextlib.suppress(uno.getClass("com.sun.star.uno.Exception")):  # one that is just closing
                window = self.toolkit.getTopWindow(at)
                described = window and window.getAccessibleContext()
                if described and described.getAccessibleName().startswith("OKR:"):
                    return window
        return None

    def click(self, entry, answers):
        frame, url = self.document.CurrentController.Frame, f"service:org.okrsheets.Macros?{entry}"
        clicking = threading.Thread(target=self.dispatcher.executeDispatch, args=(frame, url, "_self", 0, ()))
        clicking.start()
        shown = [self.answer(button, texts) for button, texts in answers]
        clicking.join(PATIENCE)
        return shown

    def answer(self, button, texts):
        window, until = self.window(), time.monotonic() + PATIENCE
        while window is None and time.monotonic() < until:
            time.sleep(0.1)
            window = self.window()
        time.sleep(0.3)
        parts = {part.getAccessibleName(): part for part in inside(window)}
        for name, text in texts.items():
            parts[name].setText(text)
        shown = sorted(parts)
        parts[button].doAccessibleAction(0)
        while self.window() == window and time.monotonic() < until:
            time.sleep(0.1)
        return shown

    def menus(self):
        layout = self.document.CurrentController.Frame.LayoutManager
        bar = layout.getElement("private:resource/menubar/menubar").XMenuBar
        return [bar.getItemText(bar.getItemId(at)) for at in range(bar.getItemCount())]

    def sheets(self):
        return list(self.document.Sheets.ElementNames)

    def row(self, sheet, row):
        given = self.document.Sheets.getByName(sheet).getCellRangeByPosition(0, row - 1, 5, row - 1)
        return list(given.getDataArray()[0])


def main():
    pipe, path = sys.argv[1:]
    screen = Screen(connect(pipe), path)
    try:
        print(json.dumps([getattr(screen, what)(*given) for what, *given in json.load(sys.stdin)]))
    finally:
        screen.document.setModified(False)
        screen.document.close(True)
        with contextlib.suppress(uno.getClass("com.sun.star.uno.RuntimeException")):  # it goes before it can answer
            screen.desktop.terminate()


main()
