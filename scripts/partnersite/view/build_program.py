"""Builds the view of the programme in one language; every field that goes over is named here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from partnersite.model.program import Clause, CommissionScale, PartnerType, Program, Requirement
from partnersite.model.text import Text
from partnersite.settings import SiteSettings
from partnersite.view import formats
from partnersite.view.language import InLanguage
from partnersite.view.paths import type_path
from partnersite.view.program import (
    JoiningView,
    ProgramView,
    RequirementView,
    ScaleView,
    SlaView,
    StepView,
    TierView,
    TypeView,
    VendorView,
)
from partnersite.view.words import Amount, Named, Sentence, Words

BRAND = "brand/"
"""Below the content folder: what albums publish."""


def program_view(
    program: Program, language: str, settings: SiteSettings, listed_types: frozenset[str] = frozenset()
) -> ProgramView:
    """The programme in one language, with numbers and dates as that language writes them.

    `listed_types` are the partner types that have a page in the directory.
    """
    return _ProgramBuilder(program, language, settings, listed_types).view()


class _ProgramBuilder(InLanguage):
    def __init__(
        self, program: Program, language: str, settings: SiteSettings, listed_types: frozenset[str]
    ) -> None:
        super().__init__(language, settings)
        self.program = program
        self.listed_types = listed_types

    def view(self) -> ProgramView:
        program = self.program
        vendor = program.vendor
        scales = {key: self._scale(key, scale) for key, scale in program.commission_scales.items()}
        requirements = {
            key: RequirementView(key, self.words(requirement.text), requirement.kind)
            for key, requirement in program.requirements.items()
        }
        benefits = {key: self.words(clause.text) for key, clause in program.benefits.items()}
        tiers = {
            key: TierView(
                id=key,
                name=self.words(tier.name),
                rank=tier.rank,
                requirements=tuple(requirements[name] for name in tier.requirements if name in requirements),
                benefits=Sentence(benefits[name] for name in tier.benefits if name in benefits),
            )
            for key, tier in program.tiers.items()
        }
        vocabularies = program.vocabularies
        return ProgramView(
            vendor=VendorView(
                name=self.words(vendor.name),
                url=vendor.url or "",
                email=vendor.email or "",
                phone=vendor.phone or "",
                phone_address=formats.phone_address(vendor.phone or ""),
                # Only albums are published, so a logo from elsewhere in `content/` has no address.
                logo=vendor.logo if vendor.logo and vendor.logo.startswith(BRAND) else "",
                illustrative=vendor.illustrative,
            ),
            types=Named(
                (key, self._type(key, partner_type, scales, requirements, tiers))
                for key, partner_type in program.types.items()
            ),
            tiers=Named(tiers.items()),
            commission_scales=Named(scales.items()),
            requirements=Named(requirements.items()),
            benefits=Named(benefits.items()),
            obligations=Named((key, self.words(clause.text)) for key, clause in program.obligations.items()),
            prohibited=Named((key, self.words(clause.text)) for key, clause in program.prohibited.items()),
            joining=tuple(
                JoiningView(self.words(step.title), self.words(step.text), step.days or 0) for step in program.joining
            ),
            territories=Named((key, self.words(area.name)) for key, area in program.territories.items()),
            verticals=self._vocabulary(vocabularies.verticals),
            competencies=self._vocabulary(vocabularies.competencies),
            sla=Named(
                (key, SlaView(key, self.words(sla.name), self.words(sla.response), self.words(sla.hours)))
                for key, sla in vocabularies.sla.items()
            ),
            integrations=self._vocabulary(vocabularies.integrations),
        )

    def _vocabulary(self, names: Mapping[str, Text]) -> Named[Words]:
        return Named((key, self.words(name)) for key, name in names.items())

    def _type(
        self,
        key: str,
        partner_type: PartnerType,
        scales: Mapping[str, ScaleView],
        requirements: Mapping[str, RequirementView],
        tiers: Mapping[str, TierView],
    ) -> TypeView:
        program = self.program

        def holding(clauses: Mapping[str, Clause]) -> Sentence:
            own = (clause for clause in clauses.values() if not clause.types or key in clause.types)
            return self.sentence(clause.text for clause in own)

        def required(requirement: Requirement) -> bool:
            return not requirement.types or key in requirement.types

        return TypeView(
            id=key,
            path=self.path(type_path(key)) if key in self.listed_types else "",
            name=self.words(partner_type.name),
            plural=self.words(partner_type.plural),
            summary=self.words(partner_type.summary),
            portrait=self.words(partner_type.portrait),
            gains=self.sentence(partner_type.gains),
            proof=self.sentence(partner_type.proof),
            pays_when=self.sentence(partner_type.pays_when),
            differs=self.words(partner_type.differs),
            works=self.words(partner_type.works),
            indirect=self.sentence(partner_type.indirect),
            growth=self.words(partner_type.growth),
            commission=scales.get(partner_type.commission) if partner_type.commission else None,
            sub_partners=partner_type.sub_partners,
            requirements=tuple(
                requirements[name] for name, requirement in program.requirements.items() if required(requirement)
            ),
            benefits=holding(program.benefits),
            obligations=holding(program.obligations),
            prohibited=holding(program.prohibited),
            tiers=tuple(tiers[name] for name in program.tiers_of(key)),
        )

    def _scale(self, key: str, scale: CommissionScale) -> ScaleView:
        def money(value: Decimal) -> Amount:
            return Amount(value, self.locale.money(value, scale.currency))

        def percent(value: Decimal) -> Amount:
            return Amount(value, self.locale.percent(value))

        return ScaleView(
            id=key,
            name=self.words(scale.name),
            basis=self.words(scale.basis),
            period=scale.period,
            currency=scale.currency,
            steps=tuple(
                StepView(money(step.from_), None if step.to is None else money(step.to), percent(step.rate))
                for step in scale.steps
            ),
            min=percent(scale.min),
            max=percent(scale.max),
        )
