"""What the server knows about a memo's text: tags, title, snippet, properties.

The grammar is the one existing memos were written under: CommonMark with tables,
strikethrough, task boxes and bare addresses, and two atoms of its own, `#tag` and
`@name`, which win over emphasis and code marks. `blocks` finds the blocks, `inlines`
the atoms inside one, `facts` says what follows from them.
"""

from appliance.markdown.facts import Analysis, Properties, analyze, mentions

__all__ = ["Analysis", "Properties", "analyze", "mentions"]
