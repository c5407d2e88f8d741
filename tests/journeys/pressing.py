"""What a browser is asked for to find a button or link by its words."""

PRESSABLE = """([within, words, exact]) => {
    const spoken = e => (e.ariaLabel || e.innerText || e.value).trim().replace(/\\s+/g, ' ')
    const meant = e => (exact ? spoken(e) === words : spoken(e).startsWith(words))
    const all = kind => [...document.querySelectorAll(kind)]
        .filter(e => e.closest(within) && !e.closest('[aria-hidden=true]'))
    const found = [...all('button, [role=button], summary'), ...all('a[href]')]
    return found.find(e => e.checkVisibility({visibilityProperty: true}) && meant(e))
}"""
"""The first button, or link, of a name: what a screen reader would be asked for, at a tenth of it."""
