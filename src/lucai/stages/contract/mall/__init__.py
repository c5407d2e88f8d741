"""网上商城: direct orders from the product library, quotes that are compared, lower prices reported.

Stage: 合同. Who: 采购人 choose, ask, order, 供应商 confirm, decline, quote, 财政 look into lower prices.
Law: 政府采购法第八条、第二十八条, 财政部令第110号第十四条（订单即合同）, the province's own measure once it
is obtained (MAL-01 to MAL-10). What is confirmed goes on as every contract does. OCDS: a process of
its own for every order.
"""
