import { Controller } from '@nestjs/common';
import { PreviewChange, previewChange, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { PreviewService } from './preview.service.js';

@Controller()
export class ChangesHandlers {
  constructor(private readonly previews: PreviewService) {}

  @Handle(previewChange)
  preview(@Input() input: PreviewChange, @Call() call: CallContext) {
    return this.previews.preview(input, call);
  }
}
