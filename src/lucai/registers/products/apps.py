"""Django's entry for the product library."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ProductsConfig(AppConfig):
    """The product library."""

    name = "lucai.registers.products"
    label = "products"
    verbose_name = "商品库"

    def ready(self) -> None:
        """Make permissions and menus known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.products.lifecycle import KEEP, OFFER, PRODUCT  # noqa: PLC0415

        permissions.register(PRODUCT)
        permissions.declare(KEEP, OFFER)
        readers = frozenset({Side.BUYER, Side.AGENCY})
        declare(
            Link("/products/", "商品库", "shop", "", frozenset({Side.PUBLIC}), order=53),
            Link("/products/", "商品库", "shop", "资源", readers, order=55),
            Link("/products/shelf/", "我的商品", "shop", "资源", frozenset({Side.SUPPLIER}), order=55),
            Link("/products/desk/", "商品库", "shop", "资源", frozenset({Side.SUPERVISOR}), order=55),
        )  # fmt: skip
