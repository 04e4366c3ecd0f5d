"""The way out, as somebody finds it whose finger is already moving."""

from playwright.async_api import Locator, expect

END = "it => it.scrollTop = it.scrollHeight"


async def within_reach(dialog: Locator, *ways: str) -> None:
    """Each way stands in the dialog's sight with nothing over it, also at the dialog's end."""
    await expect(dialog).to_be_visible()
    await dialog.evaluate(END)
    for way in ways or ("data-help", "data-leave"):
        button = dialog.locator(f"[{way}]").first
        await expect(button).to_be_in_viewport(ratio=1)
        await button.click(trial=True)
