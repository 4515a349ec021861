import { Controller } from '@nestjs/common';
import {
  Brand,
  getBrand,
  Freshness,
  getCatalogue,
  getMyPermissions,
  getProduct,
  listPresets,
  Nothing,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { CatalogueService } from './catalogue.service.js';

@Controller()
export class CatalogueHandlers {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly shown: Brand,
  ) {}

  @Handle(getCatalogue)
  get(@Input() _: Nothing, @Call() call: CallContext) {
    return this.catalogue.catalogue(call);
  }

  @Handle(getProduct)
  product(@Input() _: Nothing, @Call() call: CallContext) {
    return this.catalogue.product(call);
  }

  @Handle(getBrand)
  brand() {
    return this.shown;
  }

  @Handle(listPresets)
  presets() {
    return this.catalogue.presetList();
  }

  @Handle(getMyPermissions)
  mine(@Input() input: Freshness, @Call() call: CallContext) {
    return this.catalogue.mine(input, call);
  }
}
