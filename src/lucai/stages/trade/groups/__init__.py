"""Review groups (评审小组): who reviews the responses to a framework's call, drawn as panels are.

Stage: 交易. Who: 征集人 draws from the library and names its representatives with a letter of
authority, 评审专家 sign in; everybody may repeat the draw after the result. Objects:
reviewGroup, groupSeat. Sources: 财政部令第110号 第九条, 财政部令第87号 第四十七、四十八条,
财库〔2016〕198号 第十二至十六条.
"""
