import { code, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';

export class FileCollectionReturnDto extends bodyOf(record({ schemeNumber: reference, period: code })) {}
