"""What a sealed quote holds: typed into the page, read back from the envelope at the opening."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText, Money

TRIMMED = ConfigDict(str_strip_whitespace=True)
LONGEST_STATEMENT = 4000


class SealedItem(BaseModel):
    """The unit price of one thing, by its place in the list."""

    place: int = Field(title="序号", ge=0)
    unit_price: Money = Field(title="单价", gt=0)


class PricedForm(BaseModel):
    """What every sealed form has: its price in 分, by which it is read out."""

    price: Money = Field(title="总价", gt=0)


class SealedQuote(PricedForm):
    """A quote: the total, a unit price for everything, and what is said with it."""

    model_config = TRIMMED

    items: list[SealedItem] = Field(title="单价", min_length=1, max_length=1000)
    statement: LongText = Field(title="承诺和说明", default="", max_length=LONGEST_STATEMENT)

    def unit_prices(self, count: int) -> list[int] | None:
        """Return the unit prices in the order of a list of ``count`` things; None where they differ."""
        places = [one.place for one in self.items]
        return [one.unit_price for one in self.items] if places == [*range(count)] else None
