"""Properties put into an element of WordprocessingML where the schema wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from lxml import etree

from docgen.ooxml.opening import W

Attributes: TypeAlias = tuple[tuple[str, str], ...]
"""Names without their namespace, and values as the file has them; "" takes one away."""

_W: Final = f"{{{W}}}"
_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "pPr": tuple(
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
        "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
        "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange".split()
    ),
    "rPr": tuple(
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath "
        "rPrChange".split()
    ),
    "sectPr": tuple(
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
        "docGrid printerSettings sectPrChange".split()
    ),
    "tblPr": tuple(
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
        "tblDescription tblPrChange".split()
    ),
    "tcPr": tuple(
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
        "vAlign hideMark headers cellIns cellDel cellMerge tcPrChange".split()
    ),
    "tcBorders": tuple("top start left bottom end right insideH insideV tl2br tr2bl".split()),
    "pBdr": tuple("top left bottom right between bar".split()),
    "trPr": tuple(
        "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader "
        "tblCellSpacing jc hidden ins del trPrChange".split()
    ),
    "settings": tuple(
        "writeProtection view zoom removePersonalInformation removeDateAndTime "
        "doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
        "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
        "saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges "
        "bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors "
        "hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate "
        "linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView "
        "trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection "
        "autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop autoHyphenation "
        "consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength "
        "clickAndTypeStyle defaultTableStyle evenAndOddHeaders".split()
    ),
}
"""Children in the order of ECMA-376 part 1, 17.3 to 17.6 and 17.15; settings up to the last one
that is put there."""


def put(parent: etree._Element, tag: str, attributes: Attributes) -> etree._Element:
    """The child of that tag, made in its place when there is none, with these attributes."""
    there = parent.findall(_W + tag)
    if not there:
        there = [found := etree.Element(_W + tag)]
        order = _ORDER[etree.QName(parent).localname]
        before = {_W + name for name in order[: order.index(tag) + 1]}
        last = max((i for i, child in enumerate(parent, 1) if child.tag in before), default=0)
        parent.insert(last, found)
    for found in there:  # more than one is no valid file, but offices read it
        for name, value in attributes:
            if value:
                found.set(_W + name, value)
            else:
                found.attrib.pop(_W + name, "")
    return there[-1]
