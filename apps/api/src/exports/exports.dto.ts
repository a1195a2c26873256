import { exportDeclared } from '#declarations';
import { day, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';

export class DeclareExportDto extends bodyOf(exportDeclared.data, ['source']) {}
export class ConfirmExitDto extends bodyOf(record({ exitedOn: day, confirmation: reference })) {}
