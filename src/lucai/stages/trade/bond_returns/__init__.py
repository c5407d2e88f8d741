"""退还没有开启的投标的保证金: withdrawn before the deadline, or left unopened when the procurement ended.

Who: the supplier gives notice, the agency gives back. Law: 财政部令第87号 第二十九条、第三十八条,
财政部令第74号 第二十条, 财库〔2014〕214号 第三十一条 (GP-BON-04). The platform does not know whose an
unopened envelope is, nor what bond lies in it: the notice says so, and the agency knows its account.
"""
