"""The portal: notices in their national formats, projects from budget to archive, search.

A reading of the journal: every public entry that carries a notice becomes a row, and a text of
the search index; ``readers.rewind("board")`` and ``readers.rewind("search")`` build them anew.
Who: everybody. Law: 政府采购信息发布管理办法 (财政部令第101号), formats of 财办库〔2020〕50号.
"""
