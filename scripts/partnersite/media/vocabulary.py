"""The closed list of SVG elements and attributes that a picture may use.

Source: SVG 1.1 (second edition) and SVG 2 without scripting, animation, links, foreign content and anything
that loads a file. Editors' own namespaces are let through because no browser acts on them.
"""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

EDITOR_NAMESPACES = (
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.figma.com/figma/ns",
    "http://www.serif.com/",
    "https://boxy-svg.com",
    "http://www.vectornator.io",
    "http://ns.adobe.com/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
"""Beginnings of namespace names; elements and attributes in them describe, they do not draw."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    """
    circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA
    feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker
    mask metadata path pattern polygon polyline radialGradient rect stop style svg switch symbol
    text textPath title tspan use view
    """
)

ATTRIBUTES = _names(
    """
    alignment-baseline amplitude azimuth baseFrequency baseline-shift bias class clip clip-path
    clip-rule clipPathUnits color color-interpolation color-interpolation-filters color-profile
    color-rendering cursor cx cy d diffuseConstant direction display divisor dominant-baseline dx dy
    edgeMode elevation enable-background exponent fill fill-opacity fill-rule filter filterRes
    filterUnits flood-color flood-opacity focusable font-family font-feature-settings font-size
    font-size-adjust font-stretch font-style font-variant font-weight fr fx fy
    glyph-orientation-horizontal glyph-orientation-vertical gradientTransform gradientUnits height
    href id image-rendering in in2 intercept isolation k1 k2 k3 k4 kernelMatrix kernelUnitLength
    kerning lang lengthAdjust letter-spacing lighting-color limitingConeAngle line-height marker
    marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type
    maskContentUnits maskUnits media method mix-blend-mode mode numOctaves offset opacity operator
    order orient overflow paint-order path pathLength patternContentUnits patternTransform
    patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio
    primitiveUnits r radius refX refY requiredFeatures result role rotate rx ry scale seed
    shape-rendering side slope spacing specularConstant specularExponent spreadMethod startOffset
    stdDeviation stitchTiles stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style surfaceScale
    systemLanguage tableValues targetX targetY text-anchor text-decoration text-rendering textLength
    transform transform-origin type unicode-bidi values vector-effect version viewBox visibility
    width word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z zoomAndPan
    baseProfile contentScriptType contentStyleType
    """
)
"""Attributes without a namespace; `data-...` and `aria-...` are let through beside them."""

XML_ATTRIBUTES = frozenset({"space", "lang", "id"})
"""Not `xml:base`: it would turn `#a` into an address elsewhere."""


def editors_own(namespace: str) -> bool:
    """Whether a namespace is one of an editor's that no browser acts on."""
    return namespace.startswith(EDITOR_NAMESPACES)
